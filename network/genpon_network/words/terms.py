"""Words for codes that stand in results: states, roles, where a program was found. In English the codes are words themselves."""

from collections.abc import Mapping

TERMS: Mapping[str, str] = {
    "running": "稼働中",
    "stopped": "停止",
    "not answering": "応答なし",
    "endorsing": "検証",
    "observing": "参照",
    "leader": "リーダー",
    "follower": "フォロワー",
    "chaincode": "チェーンコード",
    "clock": "時計",
    "ca": "認証局",
    "orderer": "オーダラー",
    "good": "有効",
    "revoked": "失効",
    "expired": "期限切れ",
    "client": "クライアント",
    "peer": "ピア",
    "admin": "管理者",
    "tls": "TLS",
    "built": "ビルド済み",
}
