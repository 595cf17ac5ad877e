"""Codes that stand as parameters in sentences: states, acts, roles, kinds of assurance, reasons, problems of a field."""

from collections.abc import Mapping

from genpon.words.sentences import Words
from genpon_core.errors import Parameter

STATES = {
    "DRAFT": Words("起案", "draft"),
    "APPROVED": Words("承認済み", "approved"),
    "SENT_BACK": Words("起案差戻し", "sent back"),
    "SENT": Words("送付済み", "sent for signing"),
    "SIGNING": Words("署名中", "being signed"),
    "RETURNED": Words("差戻し", "returned"),
    "CONCLUDED": Words("締結済み", "concluded"),
    "COMPLETED": Words("履行完了", "completed"),
    "DECLINED": Words("辞退", "declined"),
    "WITHDRAWN": Words("取下げ", "withdrawn"),
    "EXPIRED": Words("期限切れ", "expired"),
}
ACTS = {
    "accept": Words("受諾", "accept"),
    "propose": Words("変更の提案", "propose a change"),
    "adopt": Words("変更の採択", "adopt a change"),
    "replace": Words("管理者鍵の交替", "replace an administrator's key"),
    "object": Words("異議", "object"),
    "register": Words("登録", "register"),
    "close": Words("廃止", "close"),
    "assign": Words("任命", "assign"),
    "relieve": Words("解任", "relieve"),
    "present": Words("鍵の提示", "present a key"),
    "admit": Words("職員の鍵の登録", "admit a key"),
    "vouch": Words("鍵の確認", "vouch for a key"),
    "revoke": Words("鍵の失効", "revoke a key"),
    "draft": Words("起案", "draft"),
    "approve": Words("承認", "approve"),
    "send_back": Words("起案差戻し", "send back"),
    "send": Words("送付", "send"),
    "sign": Words("署名", "sign"),
    "return": Words("差戻し", "return"),
    "decline": Words("辞退", "decline"),
    "withdraw": Words("取下げ", "withdraw"),
    "complete": Words("履行確認", "complete"),
    "correct": Words("履行確認の訂正", "correct a completion"),
    "accredit": Words("認定", "accredit"),
    "delegate": Words("委任", "delegate"),
    "publish": Words("種類の公表", "publish a type"),
    "retire": Words("種類の廃止", "retire a type"),
    "issue": Words("発行", "issue"),
    "suspend": Words("停止", "suspend"),
    "reinstate": Words("停止解除", "reinstate"),
    "supersede": Words("差替え", "supersede"),
    "dispose": Words("廃棄", "dispose"),
    "recognise": Words("承認", "recognise"),
    "end": Words("承認の終了", "end a recognition"),
}
ROLES = {
    "contract_officer": Words("契約担当者", "contract officer"),
    "approver": Words("承認者", "approver"),
    "head": Words("契約権者", "head"),
    "inspector": Words("検査職員", "inspector"),
    "issuer": Words("証明書発行者", "issuer"),
}
ASSURANCES = {
    "charter": Words("参加協定書の管理者鍵", "administrator's key in the charter"),
    "admitted": Words("団体が登録した職員の鍵", "officer's key, admitted by the municipality"),
    "anchored": Words("認証局の法人証明書", "organisation's certificate under a trust anchor"),
    "vouched": Words("職員が確認した鍵", "key that officers vouch for"),
    "presented": Words("未確認の鍵", "key that nobody has confirmed"),
}
REASONS = {
    "amount": Words("金額", "amount"),
    "capacity": Words("体制", "capacity"),
    "counterparty_disqualified": Words("相手方の失格", "counterparty disqualified"),
    "documents": Words("書類", "documents"),
    "mistake": Words("誤り", "mistake"),
    "other": Words("その他", "other"),
    "parties": Words("当事者", "parties"),
    "period": Words("期間", "period"),
    "plan_changed": Words("計画の変更", "change of plan"),
    "misuse": Words("不正使用", "misuse"),
    "procedure": Words("手続", "procedure"),
    "requested": Words("申出", "requested"),
    "requirements_not_met": Words("要件を満たさない", "requirements not met"),
    "subject_ceased": Words("対象の廃止・解散", "the subject has ceased"),
    "terms": Words("契約条件", "terms"),
    "under_review": Words("審査中", "under review"),
}
STATUSES = {
    "VALID": Words("有効", "valid"),
    "NOT_YET_VALID": Words("開始前", "not yet valid"),
    "SUSPENDED": Words("停止中", "suspended"),
    "EXPIRED": Words("期限切れ", "expired"),
    "SUPERSEDED": Words("差替え済み", "superseded"),
    "REVOKED": Words("取消し", "revoked"),
}
TOPICS = {
    "members": Words("参加団体", "members"),
    "administrators": Words("管理者鍵", "administrators' keys"),
    "endorsing": Words("検証団体", "endorsing set"),
    "anchors": Words("信頼する認証局", "trust anchors"),
    "algorithms": Words("署名方式", "algorithms"),
    "bodies": Words("認定機関", "accrediting bodies"),
    "parameters": Words("数値", "parameters"),
}
STANDINGS = {
    "PROPOSED": Words("提案中", "proposed"),
    "APPROVED": Words("過半数が賛成", "approved by a majority"),
    "ADOPTED": Words("採択済み", "adopted"),
    "OVERTAKEN": Words("別の変更が先に採択", "overtaken by another"),
    "LAPSED": Words("期日までに採択されず", "lapsed"),
}
SUBJECTS = {
    "person": Words("個人", "persons"),
    "organisation": Words("法人・団体", "organisations"),
}
FILE_ROLES = {
    "contract": Words("契約書", "contract"),
    "specification": Words("仕様書", "specification"),
    "drawing": Words("図面", "drawing"),
    "breakdown": Words("内訳書", "breakdown"),
    "estimate": Words("見積書", "estimate"),
    "conditions": Words("約款", "conditions"),
    "attachment": Words("添付", "attachment"),
}
CATEGORIES = {
    "works": Words("工事", "works"),
    "services": Words("委託", "services"),
    "goods": Words("物品", "goods"),
    "other": Words("その他", "other"),
}
PROBLEMS = {
    "missing": Words("記載がありません", "it is missing"),
    "extra_forbidden": Words("この項目は使えません", "the field is unknown"),
    "string_pattern_mismatch": Words("形式が違います", "it has the wrong form"),
    "string_type": Words("文字列ではありません", "it is no text"),
    "string_too_short": Words("短すぎます", "it is too short"),
    "string_too_long": Words("長すぎます", "it is too long"),
    "int_type": Words("整数ではありません", "it is no whole number"),
    "bool_type": Words("true または false ではありません", "it is neither true nor false"),
    "dict_type": Words("オブジェクトではありません", "it is no object"),
    "list_type": Words("配列ではありません", "it is no list"),
    "literal_error": Words("使えない値です", "the value is not one of those allowed"),
    "greater_than_equal": Words("小さすぎます", "it is too small"),
    "less_than_equal": Words("大きすぎます", "it is too large"),
    "too_short": Words("件数が足りません", "it has too few entries"),
    "too_long": Words("件数が多すぎます", "it has too many entries"),
    "value_error": Words("値の形式が違います", "the value has the wrong form"),
    "only_contracts_have_revisions": Words("版は契約だけにあります", "only contracts have revisions"),
    "model_type": Words("オブジェクトではありません", "it is no object"),
    "required": Words("記載がありません", "it is missing"),
    "additionalProperties": Words("この項目は使えません", "the type does not know it"),
    "type": Words("値の種類が違います", "the value is of another kind"),
    "enum": Words("使えない値です", "the value is not one of those allowed"),
    "format": Words("値の形式が違います", "the value has the wrong form"),
    "pattern": Words("値の形式が違います", "the value has the wrong form"),
    "minLength": Words("短すぎます", "it is too short"),
    "maxLength": Words("長すぎます", "it is too long"),
    "minimum": Words("小さすぎます", "it is too small"),
    "maximum": Words("大きすぎます", "it is too large"),
    "minItems": Words("件数が足りません", "it has too few entries"),
    "maxItems": Words("件数が多すぎます", "it has too many entries"),
}
QUESTIONS = {
    "integrity": Words("完全性", "integrity"),
    "status": Words("状態", "status"),
    "issuer": Words("発行者と認定", "issuer and accreditation"),
    "holder": Words("本人の提示", "holder"),
}
OUTCOMES = {
    "VALID": Words("有効", "valid"),
    "INVALID": Words("無効", "invalid"),
    "NOT_CHECKED": Words("未確認", "not checked"),
}
WHICH = {
    "certificate": Words("証明書", "certificate"),
    "anchor": Words("信頼する認証局の証明書", "trust anchor's certificate"),
}
_TABLES: Mapping[str, Mapping[str, Words]] = {
    "state": STATES,
    "act": ACTS,
    "role": ROLES,
    "assurance": ASSURANCES,
    "reason": REASONS,
    "category": CATEGORIES,
    "file_role": FILE_ROLES,
    "problem": PROBLEMS,
    "which": WHICH,
    "question": QUESTIONS,
    "outcome": OUTCOMES,
    "status": STATUSES,
    "topic": TOPICS,
    "standing": STANDINGS,
    "subject": SUBJECTS,
}


def spoken(name: str, value: Parameter, language: str) -> str:
    """A parameter as a reader should see it.

    Args:
        name: the parameter's name, which says what kind of code it is; `*_seconds` is said in days.
        value: its value.
        language: `ja` or `en`.
    """
    if name.endswith("_seconds") and isinstance(value, int):
        return _days(value, language)
    words = _TABLES.get(name, {}).get(str(value))
    if words is None:
        return str(value)
    return words.ja if language == "ja" else words.en


def _days(seconds: int, language: str) -> str:
    days, rest = divmod(seconds, 86400)
    if days and not rest:
        return f"{days}日" if language == "ja" else f"{days} days"
    return f"{seconds}秒" if language == "ja" else f"{seconds} seconds"
