"""Sentences about acts and their notes, and about the command itself."""

from genpon.words.sentences import Words

SENTENCES = {
    "act.chain_full": Words(
        "記録できる行為の数の上限（{limit}件）に達しています。新しい識別子で始めてください。",
        "No more than {limit} acts are kept under one id; begin a new one.",
    ),
    "act.no_signer": Words(
        "署名する鍵がありません。--signer で指定してください。", "There is no key to sign with; give one with --signer."
    ),
    "act.other_charter": Words(
        "別の参加協定書のための行為です。この台帳の協定書で署名し直してください。",
        "The act was signed for another charter; sign again for this ledger's.",
    ),
    "act.other_contract": Words(
        "この取引では {kind} の行為を扱えません。正しい取引に渡してください。",
        "This transaction does not take acts on a {kind}; use the right one.",
    ),
    "act.outcome_unknown": Words(
        "結果が確認できません（取引 {transaction}）。行為は保存してあります。同じ操作をもう一度行うと、記録済みかどうかを確認します。",
        "The outcome is unknown (transaction {transaction}); the act is kept: run the same command again to learn whether it was recorded.",
    ),
    "act.submit_window": Words(
        "提出期限が署名日時から{limit_seconds}以内になっていません。期限を直して署名し直してください。",
        "The act must be submitted within {limit_seconds} of its signing; sign again with an earlier limit.",
    ),
    "act.too_large": Words(
        "行為が大きすぎます（{bytes}バイト、上限{limit}バイト）。内容を減らしてください。",
        "The act is too large ({bytes} bytes; at most {limit}); make its content smaller.",
    ),
    "act.too_late": Words(
        "提出期限が過ぎています。もう一度署名してから提出してください。", "The time for submitting the act is over; sign it again."
    ),
    "act.unexpected": Words(
        "「{act}」の行為です。ここでは「{expected}」のファイルを渡してください。",
        "This is an act “{act}”; hand in one of “{expected}” here.",
    ),
    "act.unknown": Words(
        "{kind} に「{act}」という行為はありません。名前とソフトの版を確認してください。",
        "A {kind} has no act “{act}”; check the name and this program's version.",
    ),
    "act.wrong_answer": Words(
        "この「{act}」が答える行為は最新のものではありません。最新の状態を見てやり直してください。",
        "The act “{act}” does not answer the latest act; look at the history and try again.",
    ),
    "cli.challenge": Words(
        "本人の申請（--holder-keys）には、渡した要求（--challenge）も指定してください。",
        "A holder's request answers a challenge: give that file with --challenge.",
    ),
    "cli.charter": Words(
        "台帳なしの確認には、参加協定書のダイジェスト（--charter）が必要です。",
        "Without a ledger the charter's digest is all that can be relied on; give it with --charter.",
    ),
    "cli.holder_twice": Words("--holder と --holder-keys はどちらか一方にしてください。", "Give --holder or --holder-keys, not both."),
    "cli.pair": Words("「当事者=値」の形で指定してください。", "Write the party's id, = and the value."),
    "cli.profile_or_evidence": Words(
        "台帳に確認する --profile か、台帳なしの --evidence を指定してください。",
        "Give --profile to ask the ledger, or --evidence to verify without one.",
    ),
    "cli.language": Words(
        "言語は ja か en を指定してください（{language} は使えません）。", "The language {language} is unknown; use ja or en."
    ),
    "cli.not_confirmed": Words(
        "確認できる端末がありません。内容を確認のうえ --yes を付けてください。",
        "There is no terminal to ask at; check what would be signed and add --yes.",
    ),
    "cli.passphrase": Words(
        "パスフレーズを入力できる端末がありません。--passphrase-file か --no-passphrase を指定してください。",
        "There is no terminal to ask for a passphrase; use --passphrase-file or --no-passphrase.",
    ),
    "cli.passphrase_twice": Words(
        "--passphrase-file と --no-passphrase はどちらか一方にしてください。", "Use --passphrase-file or --no-passphrase, not both."
    ),
    "note.changed": Words(
        "理由の文面が署名されたものと一致しません。元のファイルを受け取り直してください。",
        "The text of the reason is not the one that was meant; ask for the original file.",
    ),
    "note.not_of_act": Words(
        "理由の文面がどの行為のものでもありません。元のファイルを受け取り直してください。",
        "A text belongs to none of the acts; ask for the original file.",
    ),
}
