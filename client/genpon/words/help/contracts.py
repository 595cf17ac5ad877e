"""`genpon contract`."""

HELP = {
    "Contracts on the ledger: draft, approve, send, sign, verify.": "台帳の契約：起案・承認・送付・署名・検証。",
    "Draft a contract over a bundle of files.": "書類一式で契約を起案します。",
    "Id of the contract: contract/<municipality's code>/<case number>.": "契約の id：contract/<団体コード>/<案件番号>。",
    "The files, in order; role=FILE where the name does not say.": "書類（順番どおり）。名前で種類が分からなければ role=FILE。",
    "The terms (JSON).": "契約条件（JSON）。",
    "Where to save the bundle file, beside the files.": "書類一式のファイルを保存する場所。書類のそばに置きます。",
    "The municipality's connection profile.": "自治体の接続プロファイル。",
    "Private key that signs the act (PEM).": "行為に署名する秘密鍵（PEM）。",
    "Keep the terms off the ledger for good.": "契約条件を台帳に載せません。",
    "Which of the profile's identities connects.": "接続プロファイルのどの身元で接続するか。",
    "Draft the next revision of a contract that was returned or sent back.": "差し戻された契約の次の版を起案します。",
    "Approve a draft: what is sent equals what was decided internally 決裁; every file is checked again.": (
        "起案を承認します。送るものが決裁したものと同じであるとし、全書類を改めて確かめます。"
    ),
    "The bundle file of the current revision.": "今の版の書類一式のファイル。",
    "Send a draft back, with a reason (documents, terms, parties, procedure, other).": (
        "理由（documents・terms・parties・procedure・other）を付けて、起案を差し戻します。"
    ),
    "The reason in words; never on the ledger.": "理由の文章。台帳には載せません。",
    "Where to write the file.": "ファイルを書く場所。",
    "Send an approved contract for signing, and write the signing-request file 署名依頼 for the counterparty.": (
        "承認した契約を署名のために送付し、相手方への署名依頼のファイルを書きます。"
    ),
    "Last day for signing, in Japan: a date, or days from today.": "署名の期限（日本時間）。日付か、今日からの日数。",
    "Act file that holds a reason's text, to be handed on.": "理由の文章が入った行為のファイル。一緒に渡します。",
    "Write the signing-request file of a contract that has been sent, once more.": (
        "送付済みの契約の署名依頼のファイルを、もう一度書きます。"
    ),
    "Withdraw a contract that is not concluded (mistake, plan_changed, counterparty_disqualified, other).": (
        "締結していない契約を撤回します（mistake・plan_changed・counterparty_disqualified・other）。"
    ),
    "Sign a contract; the municipality's head signs last, which concludes it. Every file is checked again first.": (
        "契約に署名します。長が最後に署名し、それで確定します。先に全書類を改めて確かめます。"
    ),
    "Show where a contract stands.": "契約の今の状態を表示します。",
    "List the contracts of a municipality or of a party.": "自治体または当事者の契約の一覧を表示します。",
    "A municipality's code, or a party's id.": "団体コードか、当事者の id。",
    "Record that a contract was performed, as an inspector found; once more, to correct what was wrong.": (
        "検査員が確かめた履行を記録します。誤りを直すときはもう一度行います。"
    ),
    "The day of completion, in Japan.": "完了の日（日本時間）。",
    "The actual amount in yen, tax included; left out where the terms are sealed.": (
        "実際の金額（円、税込）。契約条件が非公開なら省略します。"
    ),
    "Text file with the inspection report 検査調書; only its salted digest is recorded.": (
        "検査調書のテキストファイル。乱数を加えた指紋だけを記録します。"
    ),
    "Show a contract's acts, the signer's clock beside the ledger's.": "契約の行為を、署名者の時計と台帳の時刻とともに表示します。",
    "Verify a contract: ask several organisations, compare their answers, and replay every act.": (
        "契約を検証します。複数の組織に問い合わせて答えを比べ、全行為を検証し直します。"
    ),
    "The bundle file, to verify its files with it.": "書類一式のファイル。書類も合わせて検証します。",
    "Write the concluded file: the original with all its proofs, verified by anyone without a ledger.": (
        "締結済みファイルを書きます。全証明を含む原本で、だれでも台帳なしで検証できます。"
    ),
}
