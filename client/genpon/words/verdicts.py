"""Sentences that answer the four questions of a verification."""

from genpon.words.sentences import Words

SENTENCES = {
    "verdict.accreditation_not_asked": Words(
        "発行者の鍵は分かっていますが、認定は確認していません。台帳で確認してください。",
        "The issuer's key is known, but nobody was asked about its accreditation; ask the ledger.",
    ),
    "verdict.disposed": Words(
        "保存期間（{rule}）が過ぎ、{date} に照合用の情報が廃棄されました。有効とも無効とも言えません。",
        "By the retention rule {rule}, what tied it to the ledger was destroyed on {date}; nobody can say whether it holds.",
    ),
    "verdict.holder_not_asked": Words(
        "本人の提示かどうかは確認していません。必要なら別の方法で本人確認をしてください。",
        "Nobody was asked to show that this is its holder; identify the person in another way if it matters.",
    ),
    "verdict.holder_signed": Words(
        "証明書の本人が、この確認者とこの要求に宛てて提示したものです。",
        "Its holder made this presentation, for this verifier and this request.",
    ),
    "verdict.in_force": Words("その時点で有効です。", "It is in force at that moment."),
    "verdict.integrity_first": Words(
        "完全性が確認できないため、この点は確認していません。", "Nobody was asked, for its integrity is not established."
    ),
    "verdict.issuer_unknown": Words(
        "発行者の鍵が分かりません。台帳で確認するか、発行者の鍵を指定してください。",
        "The issuer's key is not known here; ask the ledger, or give the key.",
    ),
    "verdict.no_key": Words(
        "発行者の鍵が分からないため、署名を確認していません。", "Without the issuer's key, the signature cannot be checked."
    ),
    "verdict.no_status": Words(
        "証明書に状態の参照先がありません。発行者に確認してください。",
        "The credential does not say where its status stands; ask its issuer.",
    ),
    "verdict.not_in_batch": Words(
        "一括発行 {batch} に含まれていません。受け入れないでください。",
        "It does not stand in {batch} at the place that it claims; do not accept it.",
    ),
    "verdict.revoked": Words("取り消されています。受け入れないでください。", "It has been revoked; do not accept it."),
    "verdict.signed": Words("発行者が署名したままの内容です。", "It is unchanged since its issuer signed it."),
    "verdict.signed_and_in_batch": Words(
        "発行者が署名したままの内容で、台帳の {batch} に含まれています。",
        "It is unchanged since its issuer signed it, and stands in {batch}.",
    ),
    "verdict.status_unknown": Words(
        "その時点の状態が分かりません。最新の状態リストを取得するか、台帳で確認してください。",
        "Its status at that moment is not known here; get the current list, or ask the ledger.",
    ),
    "verdict.suspended": Words(
        "一時停止されています。解除されるまで受け入れないでください。", "It is suspended; do not accept it until it is reinstated."
    ),
    "verdict.type_unknown": Words(
        "証明書の種類が分かりません。台帳に登録された定義を取得してください。",
        "Its type is not known here; get the document that the ledger has.",
    ),
}
