"""Sentences about credentials and their presentation."""

from genpon.words.sentences import Words

SENTENCES = {
    "batch.destroyed": Words(
        "{number}番の証明書の情報は廃棄されました。証明を作り直すことはできません。",
        "What was kept of number {number} has been destroyed; no proof can be made of it again.",
    ),
    "batch.repeated": Words(
        "同じ証明書が一括発行に二度含まれています。重複を除いてください。", "The batch has the same credential twice; take one of them out."
    ),
    "batch.size": Words(
        "一括発行の件数（{size}）が範囲外です。1件から{limit}件までに分けてください。",
        "The batch has {size} credentials; keep between 1 and {limit}.",
    ),
    "credential.algorithm": Words(
        "証明書の署名方式は {expected} だけが使えます。発行者に確認してください。",
        "The credential is not signed with {expected}; ask its issuer for one that is.",
    ),
    "credential.base64url": Words(
        "証明書の{part}の部分が壊れています。受け取ったデータをそのまま使ってください。",
        "The credential's {part} is no base64url in its one spelling; use the data exactly as received.",
    ),
    "credential.critical": Words(
        "証明書に処理できない必須の拡張があります。発行者に確認してください。",
        "The credential demands an extension that is not known here; ask its issuer.",
    ),
    "credential.digests": Words(
        "証明書の選択開示の形が正しくありません。発行者に作り直しを依頼してください。",
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
        "証明書のハッシュ方式は {expected} だけが使えます。発行者に確認してください。",
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
        "証明書が大きすぎます（{size}文字、上限{limit}文字）。発行者に確認してください。",
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
    "statuses.bits": Words(
        "状態リストのビット数 {bits} は使えません。1・2・4・8のいずれかにしてください。",
        "A status list cannot have {bits} bits for each status; take 1, 2, 4 or 8.",
    ),
    "statuses.damaged": Words("状態リストが壊れています。取得し直してください。", "The status list does not unpack; get it again."),
    "statuses.expired": Words(
        "状態リストの有効期間が過ぎています。最新のものを取得してください。", "The status list has expired; get the current one."
    ),
    "statuses.full": Words(
        "状態リストの空きが足りません（必要{count}件、空き{free}件）。新しいリストを作ってください。",
        "The status list has {free} free places, and {count} are needed; begin a new list.",
    ),
    "statuses.index": Words(
        "状態リストに{index}番はありません（全{size}件）。証明書とリストの組み合わせを確認してください。",
        "The status list has no place {index} among {size}; check that it is the credential's own list.",
    ),
    "statuses.no_list": Words(
        "{number} という状態リストの発行簿がこの端末にありません。番号と保存先（GENPON_REGISTERS）を確認してください。",
        "No register here has places in the status list {number}; check the number, and where registers are (GENPON_REGISTERS).",
    ),
    "statuses.other": Words(
        "この状態リストは証明書が指すものではありません。証明書のリストを取得してください。",
        "The credential's status stands in another list; get that one.",
    ),
    "statuses.size": Words(
        "状態リストの件数（{size}）は8の倍数で{limit}件までにしてください。",
        "A status list has places in eights, at most {limit}, not {size}; choose another number.",
    ),
    "statuses.too_large": Words(
        "状態リストが大きすぎます（上限{limit}バイト）。発行者に確認してください。",
        "The status list unpacks to more than {limit} bytes; ask its issuer.",
    ),
    "statuses.value": Words(
        "状態の値 {value} は{bits}ビットに入りません。ビット数を増やしてください。",
        "The status {value} does not fit into {bits} bits; give the list more.",
    ),
}
