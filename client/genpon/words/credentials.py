"""Sentences about credentials and their presentation."""

from genpon.words.sentences import Words

SENTENCES = {
    "credential.algorithm": Words(
        "証明書の署名方式は {expected} だけが使えます。発行元に確認してください。",
        "The credential is not signed with {expected}; ask its issuer for one that is.",
    ),
    "credential.base64url": Words(
        "証明書の{part}の部分が壊れています。受け取ったデータをそのまま使ってください。",
        "The credential's {part} is no base64url in its one spelling; use the data exactly as received.",
    ),
    "credential.critical": Words(
        "証明書に処理できない必須の拡張があります。発行元に確認してください。",
        "The credential demands an extension that is not known here; ask its issuer.",
    ),
    "credential.digests": Words(
        "証明書の選択開示の形が正しくありません。発行元に作り直しを依頼してください。",
        "The credential's digests have the wrong form; ask its issuer for a new one.",
    ),
    "credential.disclosure": Words(
        "開示された項目の形が正しくありません。受け取ったデータをそのまま使ってください。",
        "A disclosure has the wrong form or place; use the data exactly as received.",
    ),
    "credential.expired": Words(
        "証明書の有効期間が過ぎています。新しい証明書を取得してください。", "The credential has expired; get a new one."
    ),
    "credential.form": Words(
        "証明書の形になっていません（「~」で区切られた一続きの文字列です）。全体を貼り付けてください。",
        "This is no credential, which is one line with parts that end in ~; paste all of it.",
    ),
    "credential.hash": Words(
        "証明書のハッシュ方式は {expected} だけが使えます。発行元に確認してください。",
        "The credential's digests are not made with {expected}; ask its issuer.",
    ),
    "credential.jws": Words(
        "証明書の署名部分が壊れています。受け取ったデータをそのまま使ってください。",
        "A token does not have its three parts; use the data exactly as received.",
    ),
    "credential.key_kind": Words(
        "この鍵（{kind}）は証明書に使えません。P-256の鍵を使ってください。",
        "A key of the kind {kind} cannot be used for credentials; use one on P-256.",
    ),
    "credential.must_be_plain": Words(
        "項目 {name} は証明事項として扱えません。発行条件として指定してください。",
        "The claim {name} is no claim about the subject and is never hidden; give it with the terms of issue.",
    ),
    "credential.not_yet_valid": Words(
        "証明書の有効期間がまだ始まっていません。開始日を確認してください。", "The credential is not valid yet; check its first day."
    ),
    "credential.path": Words(
        "選択開示する項目の指定が正しくありません。項目名の並びで指定してください。",
        "A path to a selectively disclosable claim has the wrong form; write names, and null for an array's elements.",
    ),
    "credential.repeated_claim": Words(
        "開示された項目が既にある項目と重なっています。この証明書は受け入れないでください。",
        "A disclosure repeats a claim that is already there; do not accept this credential.",
    ),
    "credential.repeated_digest": Words(
        "証明書の同じ要約値が二度使われています。この証明書は受け入れないでください。",
        "The same digest or disclosure stands there twice; do not accept this credential.",
    ),
    "credential.reserved_name": Words(
        "項目名 {name} は使えません。別の名前にしてください。", "The name {name} is reserved for the format; choose another."
    ),
    "credential.signature": Words(
        "証明書の署名が発行者のものではありません。改ざんされたおそれがあるので受け入れないでください。",
        "The signature is not the issuer's: the credential was changed or forged; do not accept it.",
    ),
    "credential.too_large": Words(
        "証明書が大きすぎます（{size}文字、上限{limit}文字）。発行元に確認してください。",
        "The credential is too large ({size} characters; at most {limit}); ask its issuer.",
    ),
    "credential.too_many_disclosures": Words(
        "開示された項目が多すぎます（{count}件、上限{limit}件）。必要な項目だけにしてください。",
        "There are {count} disclosures, and at most {limit} are taken; show only what is needed.",
    ),
    "credential.typ": Words(
        "データの種類が違います（{expected} が必要です）。正しいファイルを指定してください。",
        "The token is of another kind than {expected}; give the right one.",
    ),
    "credential.unused_disclosure": Words(
        "開示された項目が証明書に含まれていません。改ざんされたおそれがあるので受け入れないでください。",
        "A disclosure does not belong to the credential: it was changed or added; do not accept it.",
    ),
    "presentation.audience": Words(
        "この提示は別の確認者に宛てたものです。自分宛ての提示を求めてください。",
        "The presentation was made for another verifier; ask the holder for one made for you.",
    ),
    "presentation.changed": Words(
        "提示された項目が、本人が署名したものと違います。受け入れないでください。",
        "What is presented is not what the holder signed; do not accept it.",
    ),
    "presentation.from_future": Words(
        "提示の作成時刻が未来です。双方の時計を確認してください。",
        "The presentation was made in the future; check both clocks.",
    ),
    "presentation.no_holder": Words(
        "この証明書には本人の鍵がないため、本人の提示か確認できません。別の方法で本人確認をしてください。",
        "The credential names no holder's key, so nothing can show who presents it; identify the person in another way.",
    ),
    "presentation.no_such_claim": Words(
        "項目 {claim} はこの証明書にありません。項目名を確認してください。",
        "The credential has no claim {claim}; check the name.",
    ),
    "presentation.nonce": Words(
        "提示が今回の要求への応答ではありません（使い回しのおそれがあります）。新しい要求で提示し直してもらってください。",
        "The presentation does not answer this request and may be a replay; ask again with a new nonce.",
    ),
    "presentation.not_bound": Words(
        "提示に本人の署名がありません。本人の署名付きで提示し直してもらってください。",
        "The presentation is not signed by its holder; ask for one that is.",
    ),
    "presentation.other_holder": Words(
        "提示した人は、この証明書の本人ではありません。受け入れないでください。",
        "Whoever presents this credential is not its holder; do not accept it.",
    ),
    "presentation.stale": Words(
        "提示が古すぎます（{limit_seconds}以内のものが必要です）。提示し直してもらってください。",
        "The presentation is older than {limit_seconds}; ask for a new one.",
    ),
}
