"""Sentences that answer the four questions of a verification."""

from genpon.words.sentences import Words

SENTENCES = {
    "verdict.accredited": Words(
        "{issuer} は、発行時に認定（{by}）を受けていました。",
        "{issuer} was accredited when it issued, by {by}.",
    ),
    "verdict.acts_may_be_missing": Words(
        "添えられた記録では取消しの有無が分かりません。台帳で確認してください。",
        "The acts at hand show no revocation, but one may be missing; ask the ledger.",
    ),
    "verdict.as_contract": Words(
        "発行者が署名したままの内容で、{contract} の台帳の記録と一致しています。",
        "It is unchanged since its issuer signed it, and agrees with the acts of {contract}.",
    ),
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
    "verdict.no_proof": Words(
        "台帳の発行記録に結び付く証明がありません。証明を添えて提示し直してもらってください。",
        "No proof ties it to an issue on the ledger; ask the holder for the proof that came with it.",
    ),
    "verdict.not_issued": Words(
        "台帳に {batch} の発行記録がありません。受け入れないでください。", "The ledger knows of no issue {batch}; do not accept it."
    ),
    "verdict.not_recognised": Words(
        "{municipality} は、この発行者からの {type} を承認していません。承認するか、別の証明を求めてください。",
        "{municipality} does not recognise {type} from this issuer; recognise it, or ask for another proof.",
    ),
    "verdict.other_issuer": Words(
        "発行者名が、台帳で発行した {municipality} と違います。受け入れないでください。",
        "It names another issuer than {municipality}, which issued it on the ledger; do not accept it.",
    ),
    "verdict.other_key": Words(
        "台帳で {batch} を発行した鍵で署名されていません。受け入れないでください。",
        "It is not signed with the key that issued {batch} on the ledger; do not accept it.",
    ),
    "verdict.other_terms": Words(
        "種類の定義か有効期間が、台帳の {batch} の発行記録と違います。受け入れないでください。",
        "Its type or dates are not those of the issue {batch} on the ledger; do not accept it.",
    ),
    "verdict.other_than_contract": Words(
        "項目 {claim} が {contract} の台帳の記録と違います。受け入れないでください。",
        "The claim {claim} contradicts the acts of {contract}; do not accept it.",
    ),
    "verdict.not_in_batch": Words(
        "一括発行 {batch} に含まれていません。受け入れないでください。",
        "It does not stand in {batch} at the place that it claims; do not accept it.",
    ),
    "verdict.revoked_on": Words("{date} に取り消されています。受け入れないでください。", "It was revoked on {date}; do not accept it."),
    "verdict.superseded": Words(
        "{date} に {by} に差し替えられています。新しいものの提示を求めてください。",
        "It was superseded on {date} by {by}; ask for that one.",
    ),
    "verdict.suspended_on": Words(
        "{date} から一時停止されています。解除されるまで受け入れないでください。",
        "It has been suspended since {date}; do not accept it until it is reinstated.",
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
