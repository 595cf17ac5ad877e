"""Sentences about contracts, bundles and signing requests."""

from genpon.words.sentences import Words

SENTENCES = {
    "bundle.file_twice": Words(
        "ファイル {file} が2回指定されています。1回にしてください。", "The file {file} is given twice; give it once."
    ),
    "bundle.needed": Words(
        "この行為（{act}）には書類一式のファイルが必要です。--bundle で指定してください。",
        "This act ({act}) needs the bundle file; give it with --bundle.",
    ),
    "bundle.no_files": Words("書類がありません。1件以上指定してください。", "There are no files; give at least one."),
    "bundle.no_names": Words(
        "書類一式のファイルに書類の名前がありません。元のファイルを使ってください。",
        "The bundle file does not name its files; use the one that was saved with them.",
    ),
    "bundle.one_folder": Words(
        "書類と書類一式のファイルが同じフォルダーにありません。一つのフォルダーにまとめてください。",
        "The files and the bundle file are not in one folder; put them together.",
    ),
    "bundle.other": Words(
        "書類一式が契約の第{revision}版のものと一致しません。正しい版の書類を使ってください。",
        "This is not the bundle of revision {revision}; use the files of that revision.",
    ),
    "concluded.not_concluded": Words(
        "契約はまだ締結されていません（{state}）。全員の署名が済んでからやり直してください。",
        "The contract is not concluded ({state}); try again when all have signed.",
    ),
    "contract.already_signed": Words(
        "{party} は既に署名しています。手続は不要です。", "{party} has signed already; nothing is to be done."
    ),
    "contract.approver_drafted": Words(
        "{officer} は起案者なので承認できません。別の承認者が承認してください。",
        "{officer} drafted this revision and cannot approve it; another approver must.",
    ),
    "contract.counterparty_only": Words(
        "「{act}」は相手方だけが行えます。市は取下げを使ってください。",
        "Only a counterparty can {act}; the municipality withdraws instead.",
    ),
    "contract.exists": Words(
        "{contract} は既にあります（{state}）。別の案件番号にするか、差戻しの後に次の版を起案してください。",
        "{contract} exists ({state}); choose another case number, or draft the next revision after a return.",
    ),
    "contract.first_party": Words(
        "最初の当事者は {municipality} の所属でなければなりません（{party}）。当事者の順を直してください。",
        "The first party must be a department of {municipality}, not {party}; correct the order of parties.",
    ),
    "contract.head_signs_last": Words(
        "契約権者の署名は最後です。あと{missing}者の署名を待ってください。",
        "The head signs last; wait for the {missing} signatures that are missing.",
    ),
    "contract.not_a_party": Words(
        "{party} はこの契約の当事者ではありません。当事者と鍵を確認してください。",
        "{party} is no party to this contract, or not one that may do this; check the party and the key.",
    ),
    "contract.other_bundle": Words(
        "書類一式が第{revision}版のものと違います。現在の版の書類で行ってください。",
        "The act is about another bundle than that of revision {revision}; use the current revision's files.",
    ),
    "contract.parties_not_distinct": Words(
        "同じ当事者が2回指定されています。1回にしてください。", "A party is named twice; name each once."
    ),
    "contract.party": Words(
        "{party} は契約の当事者になれません。相手方か契約権のある所属を指定してください。",
        "{party} cannot be a party; name a counterparty or a contracting department.",
    ),
    "contract.reason_code": Words(
        "理由コード {code} は「{act}」に使えません。定められたコードから選んでください。",
        "The reason {code} is not one for this act ({act}); choose one of its codes.",
    ),
    "contract.sign_by": Words(
        "署名期限は今より後、{limit_seconds}以内にしてください。",
        "The deadline for signing must lie in the future, within {limit_seconds}.",
    ),
    "contract.terms_with_conclusion": Words(
        "公開の契約条件は、締結となる最後の署名にだけ付けます。付け方を確認してください。",
        "Open terms go with the concluding signature, and only with it; check how the act was made.",
    ),
    "contract.too_many_documents": Words(
        "書類が多すぎます。{limit}件までにまとめてください。", "There are too many files; keep within {limit}."
    ),
    "contract.unknown": Words(
        "{contract} という契約はありません。案件番号を確認してください。", "There is no contract {contract}; check its number."
    ),
    "contract.wrong_revision": Words(
        "第{revision}版に対するものですが、現在は第{current}版です。最新の依頼で行ってください。",
        "This is for revision {revision}, but {current} is the one that counts; use the latest request.",
    ),
    "contract.completed_amount": Words(
        "実際の金額は、条件を公開する契約では必要で、非公開の契約では書けません。",
        "The actual amount belongs to contracts with open terms, and to these only; give it or leave it out.",
    ),
    "contract.completed_later": Words(
        "履行完了の日が先の日付です。今日までの日付にしてください。",
        "The day of completion is in the future; name today or an earlier day.",
    ),
    "contract.wrong_state": Words(
        "契約は今「{state}」なので「{act}」はできません。契約の状態を確認してください。",
        "The contract's state is “{state}”, in which the act “{act}” is not possible; look at its history.",
    ),
    "original.changed": Words(
        "書類 {file} は原本ではありません。内容が変わっています。原本を受け取り直してください。",
        "The file {file} is not the original: its contents have changed; ask for the original again.",
    ),
    "request.not_open": Words(
        "契約は署名を待っていません（{state}）。新しい署名依頼を市に求めてください。",
        "The contract is not waiting for signatures ({state}); ask the municipality for a new request.",
    ),
    "request.reason_code": Words(
        "その理由コードは「{act}」に使えません。次から選んでください：{codes}",
        "That is no reason for this act ({act}); choose one of: {codes}.",
    ),
    "request.which_party": Words(
        "相手方が複数あります。--party で指定してください：{parties}", "There are several counterparties; choose with --party: {parties}."
    ),
}
