"""Sentences about accreditations, certificate types, certificates and recognition."""

from genpon.words.sentences import Words

SENTENCES = {
    "accreditation.empty_window": Words(
        "認定の期間が空か過去です。終わりを先の日時にしてください。", "The accreditation would hold for no time; name a later end."
    ),
    "accreditation.exists": Words(
        "認定 {accreditation} は登録済みです。別の番号を使ってください。", "{accreditation} exists already; use another number."
    ),
    "accreditation.may_not_accredit": Words(
        "認定 {accreditation} は再認定や再委任を許していません。許されている認定を根拠にしてください。",
        "{accreditation} does not let its holder accredit or delegate any further; name one that does.",
    ),
    "accreditation.no_root": Words(
        "認定の経路が中立機関まで続いていません（{holder} で終わっています）。経路をすべて指定してください。",
        "The path of accreditations ends at {holder}, which is no root body; name the whole path.",
    ),
    "accreditation.none": Words(
        "{holder} には、これに足りる認定がありません。根拠となる認定を先に受けてください。",
        "{holder} has no accreditation that reaches as far; ask for one first.",
    ),
    "accreditation.not_a_party": Words(
        "{holder} はその日時に参加していません。参加している機関・団体の認定を根拠にしてください。",
        "{holder} is not of the agreement at that moment; rest on accreditations of those who are.",
    ),
    "accreditation.not_for": Words(
        "{code} の区域で種類 {type} を発行する認定がありません。認定の範囲を確認してください。",
        "There is no accreditation for {type} in the territory of {code}; check what the accreditations reach.",
    ),
    "accreditation.not_in_force": Words(
        "認定 {accreditation} はその日時に有効ではありません。期間と取消しを確認してください。",
        "{accreditation} is not in force at that moment; check its dates and whether it was revoked.",
    ),
    "accreditation.not_the_grantor": Words(
        "{signer} は認定者（{grantor}）ではありません。認定者の鍵で署名してください。",
        "{signer} is not the grantor, {grantor}; sign with the grantor's key.",
    ),
    "accreditation.other_path": Words(
        "認定 {accreditation} はこの経路や発行者のものではありません。経路を確認してください。",
        "{accreditation} does not belong to this path or holder; check the path.",
    ),
    "accreditation.subject": Words(
        "{subject} を認定の相手にはできません。機関か他の団体を指定してください。",
        "{subject} cannot be accredited here; name a body or another municipality.",
    ),
    "accreditation.too_long": Words(
        "委任の期間が長すぎます（上限 {limit_seconds}）。終わりを早めてください。",
        "The delegation is too long (at most {limit_seconds}); name an earlier end.",
    ),
    "accreditation.unknown": Words(
        "認定 {accreditation} は登録されていません。識別子を確認してください。", "There is no {accreditation}; check the id."
    ),
    "accreditation.wider": Words(
        "種類か区域が根拠の認定 {accreditation} より広くなっています。範囲を狭めてください。",
        "Types or territories reach beyond {accreditation}; narrow them.",
    ),
    "accreditation.window": Words(
        "期間が根拠の認定 {accreditation} の外に出ています。期間を狭めてください。",
        "The dates reach beyond those of {accreditation}; narrow them.",
    ),
    "issue.contractors": Words(
        "施工実績は受注者ごとに1件です（この契約は{limit}件まで）。発行数を減らしてください。",
        "There is one performance record for each contractor, {limit} at most for this contract; issue fewer.",
    ),
    "issue.contract_state": Words(
        "契約は今「{state}」なので、この実績（{kind}）は発行できません。先に契約の手続を進めてください。",
        "The contract is {state} now, so no record of kind {kind} can be minted; bring the contract further first.",
    ),
    "issue.disposed": Words(
        "{certificate} は廃棄済みです。もう変更できません。", "{certificate} has been disposed of; it cannot be changed any more."
    ),
    "issue.exists": Words(
        "{certificate} は発行済みです。別の番号を使ってください。", "{certificate} has been issued already; use another number."
    ),
    "issue.final": Words(
        "証明書は「{status}」で、もう変更できません。必要なら新しく発行してください。",
        "The certificate is {status}, which is final; issue a new one if need be.",
    ),
    "issue.index": Words(
        "番号が発行数（{count}）を超えています。番号を確認してください。", "The batch has {count} certificates only; check the index."
    ),
    "issue.issuer": Words(
        "発行者の識別子は団体コード {code} で終わるURLにしてください。",
        "The issuer's identifier must be an https address that ends with {code}.",
    ),
    "issue.reason": Words(
        "理由の要否が違います（対象：{subject}）。個人の証明書に理由は付けられず、法人には必要です。",
        "A reason must be given for organisations and never for persons; the type is about: {subject}.",
    ),
    "issue.reason_code": Words(
        "理由コード {code} は「{act}」では使えません。使えるコードを指定してください。",
        "The reason code {code} does not belong to {act}; name one that does.",
    ),
    "issue.retention": Words(
        "保存期間（{rule}、終了後{years}年）がまだ過ぎていません。期間が過ぎてから廃棄してください。",
        "The retention rule {rule} keeps it for {years} years after its end; dispose of it later.",
    ),
    "issue.rule": Words(
        "保存規則が違います（正しくは {rule}）。発行時の規則を指定してください。", "The retention rule is {rule}; name that one."
    ),
    "issue.source": Words(
        "種類 {type} と契約の指定が合いません。施工実績だけが契約から発行されます。",
        "Only performance records name the contract that they come from, and they must; the type is {type}.",
    ),
    "issue.status": Words(
        "今の状態では「{act}」はできません。停止中かどうかを確認してください。",
        "{act} does not fit the present status; check whether it is suspended.",
    ),
    "issue.successor": Words(
        "{certificate} では置き換えられません。同じ種類の、有効な別の発行を指定してください。",
        "{certificate} cannot take its place; name one of another batch of the same type that is not over.",
    ),
    "issue.too_long": Words(
        "有効期間が種類の上限（{limit_days}日）を超えています。終わりを早めてください。",
        "The validity is longer than the type's {limit_days} days; name an earlier end.",
    ),
    "issue.too_many": Words(
        "発行数が上限（{limit}）を超えています。分けて発行してください。",
        "There are more than {limit} certificates; issue several batches.",
    ),
    "issue.unknown": Words("{certificate} は発行されていません。番号を確認してください。", "There is no {certificate}; check the id."),
    "issue.whole_batches": Words(
        "{certificate} は一括発行の中の番号です。発行は一括単位で行ってください。",
        "{certificate} is an index in a batch; whole batches are issued.",
    ),
    "issue.window": Words(
        "有効期間が空か、始まりが古すぎます。期間を直してください。", "The validity is empty or begins too long ago; correct it."
    ),
    "mint.event": Words("実績の種類は {known} のいずれかです。", "A record is about one of: {known}."),
    "mint.name": Words(
        "{party} の名称が分かりません。名称を指定してください。", "The name of {party} is on no certificate of its key; give it."
    ),
    "mint.no_corporate_number": Words(
        "{party} には法人番号がないため、施工実績証明書を発行できません。",
        "{party} has no corporate number, which a performance record must state; none can be minted.",
    ),
    "mint.party": Words(
        "{party} はこの契約の相手方ではありません。識別子を確認してください。", "{party} is no counterparty of the contract; check the id."
    ),
    "mint.terms": Words(
        "{contract} の契約条件に項目 {claim} がないか、条件が非公開です。書類一式を指定してください。",
        "The terms of {contract} lack {claim}, or are sealed; give the contract's bundle.",
    ),
    "orders.line": Words("{line}行目：「{problem}」直してやり直してください。", "Line {line}: “{problem}” Put it right and try again."),
    "recognition.unknown": Words(
        "{of} からのこの種類の証明書は承認していません。承認の内容を確認してください。",
        "Certificates of that type from {of} are not recognised; check what is.",
    ),
    "recognition.ended": Words(
        "この承認はすでに終わっています。手続は不要です。", "This recognition has an end already; nothing is to be done."
    ),
    "recognition.exists": Words(
        "{of} からの証明書はすでに承認しています。手続は不要です。", "Certificates from {of} are recognised already; nothing is to be done."
    ),
    "recognition.of": Words(
        "{of} の証明書は承認できません。機関か団体を指定してください。", "{of} issues and accredits nothing; name a body or a municipality."
    ),
    "register.missing": Words(
        "{batch} の発行簿がこの端末にありません。発行簿の保存先（GENPON_REGISTERS）を確認してください。",
        "The register of {batch} is not kept here; check where registers are (GENPON_REGISTERS).",
    ),
    "type.not_later": Words(
        "{type} の改訂の開始が前の改訂より前です。開始日時を後にしてください。",
        "The revision of {type} would begin before the one before it; name a later beginning.",
    ),
    "type.other_document": Words(
        "文書の内容（名称・対象・保存規則・期間）が {type} の公表内容と合いません。文書を直してください。",
        "The document's name, subject, retention or validity is not what is published of {type}; correct the document.",
    ),
    "type.other_revision": Words(
        "証明書の種類の改訂が違います（現在は {current}）。現在の改訂で発行してください。",
        "This is not the type's revision in force, {current}; issue by that one.",
    ),
    "type.other_subject": Words(
        "{type} の対象（法人か個人か）は変えられません。別の種類にしてください。",
        "Whom {type} is about cannot change; make another type.",
    ),
    "type.same_revision": Words(
        "{type} のこの内容は公表済みです。手続は不要です。", "This document of {type} has been published already; nothing is to be done."
    ),
    "type.too_large": Words(
        "種類の文書が大きすぎます（{bytes}バイト、上限{limit}）。短くしてください。",
        "The type's document has {bytes} bytes, {limit} at most; shorten it.",
    ),
    "type.unknown": Words(
        "{type} は公表されていないか、廃止されています。種類を確認してください。", "{type} is not published, or retired; check the type."
    ),
}
