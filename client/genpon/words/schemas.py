"""Sentences about certificate types."""

from genpon.words.sentences import Words

SENTENCES = {
    "schema.claim": Words(
        "証明書の種類の定義で、項目 {claim} の説明がスキーマと合いません。定義を直してください。",
        "The type describes the claim {claim} otherwise than its schema does; correct the document.",
    ),
    "schema.claims": Words(
        "証明書の種類 {type} の項目の一覧がスキーマと合いません。定義を直してください。",
        "The claims that the type {type} lists are not those of its schema; correct the document.",
    ),
    "schema.hiding": Words(
        "証明書（{type}）の隠せる項目が種類の定義と違います。発行者に作り直しを依頼してください。",
        "A credential of the type {type} hides or shows claims otherwise than its type says; ask its issuer for a new one.",
    ),
    "schema.languages": Words(
        "{claim} の表示名は日本語と英語で一つずつ必要です。定義を直してください。",
        "The name of {claim} is needed once in Japanese and once in English; correct the document.",
    ),
    "schema.other_document": Words(
        "証明書（{type}）が別の定義を指しています。同じ改訂の定義を使ってください。",
        "The credential was issued under another document of the type {type}; use the one that it pins.",
    ),
    "schema.other_type": Words(
        "この証明書の種類は {type} ではありません。正しい種類を指定してください。",
        "The credential is not of the type {type}; give the right type.",
    ),
    "schema.person": Words(
        "個人の証明書（{type}）は全ての項目を選択開示にしてください。定義を直してください。",
        "Certificates of the type {type} are about a person: make every claim selectively disclosable.",
    ),
    "schema.required": Words(
        "必須の項目がスキーマに書かれていません（{claim}の中）。定義を直してください。",
        "The schema requires a claim that it does not describe, in {claim}; correct the document.",
    ),
    "schema.text": Words(
        "スキーマの文字列 {claim} に長さの上限がないか、正規表現が複雑すぎます。定義を直してください。",
        "The schema leaves the text {claim} unbounded, or its pattern is not a plain row of classes; correct the document.",
    ),
    "schema.unknown": Words(
        "その種類または改訂はありません。次のいずれかを指定してください：{known}", "There is no such type or revision; use one of: {known}."
    ),
    "schema.validity": Words(
        "証明書（{type}）の有効期間は{limit_seconds}以内でなければなりません。期間を短くしてください。",
        "A certificate of the type {type} counts for {limit_seconds} at most; make it shorter.",
    ),
    "schema.vct": Words(
        "証明書の種類 {type} の識別子が名前と改訂に合いません。定義を直してください。",
        "The identifier of the type {type} does not follow from its name and revision; correct the document.",
    ),
}
