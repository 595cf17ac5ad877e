"""Sentences about reaching the ledger, and about what it answers."""

from genpon.words.sentences import Words

_REPORT = "ソフトの版を確認し、運用担当に連絡してください。"
_TELL = "check this program's version and tell the operator"

SENTENCES = {
    "argument.count": Words(
        "台帳への引数の数が違います（{given}、正しくは{needed}）。" + _REPORT,
        "The ledger was given {given} arguments instead of {needed}; " + _TELL + ".",
    ),
    "argument.type": Words(
        "台帳への引数 {parameter} の種類が違います。" + _REPORT, "The ledger's argument {parameter} has the wrong type; " + _TELL + "."
    ),
    "clock.stale": Words(
        "台帳の時計が遅れています。しばらくしてからやり直してください。", "The ledger's clock is behind; try again in a moment."
    ),
    "function.unknown": Words("台帳にその機能がありません。" + _REPORT, "The ledger does not know that function; " + _TELL + "."),
    "identity.unusable": Words(
        "接続用の証明書か鍵（{identity}）が使えません。ファイルを確認してください。",
        "The identity {identity} cannot be used; check its certificate and key files.",
    ),
    "ledger.access_denied": Words(
        "台帳に接続する権限がありません。接続用の証明書を管理者に確認してください。",
        "The ledger denies access; ask the administrator about the identity's certificate.",
    ),
    "ledger.answer_incomplete": Words(
        "台帳の答えに必要な記録が欠けています。別の団体の接続先でやり直してください。",
        "The ledger's answer lacks acts that it rests on; ask through another municipality.",
    ),
    "ledger.answer_unreadable": Words(
        "台帳の答えが読めません。別の団体の接続先でやり直してください。",
        "The ledger's answer cannot be read; ask through another municipality.",
    ),
    "ledger.busy": Words(
        "台帳が混み合っています（{cause}）。行為は記録されていません。しばらくしてからやり直してください。",
        "The ledger is busy ({cause}) and the act is not recorded; try again in a moment.",
    ),
    "ledger.fault": Words(
        "台帳で障害が起きました（{cause}）。行為は記録されていません。運用担当に連絡してください。",
        "The ledger has a fault ({cause}) and the act is not recorded; tell the operator.",
    ),
    "ledger.other_act": Words(
        "台帳が別の行為を記録したと答えました（{act}）。運用担当に連絡してください。",
        "The ledger answered with another act than the one submitted; tell the operator.",
    ),
    "ledger.too_few_endorsers": Words(
        "検証に応じる団体が足りません（{cause}）。行為は記録されていません。しばらくしてからやり直してください。",
        "Too few municipalities endorse ({cause}) and the act is not recorded; try again later.",
    ),
    "ledger.unreachable": Words(
        "台帳に接続できません（{cause}）。何も記録されていません。ネットワークと接続先を確認してください。",
        "The ledger cannot be reached ({cause}) and nothing is recorded; check the network and the profile.",
    ),
    "profile.identity": Words(
        "接続設定に {identity} という利用者がありません。名前を確認してください。",
        "The connection profile has no identity {identity}; check the name.",
    ),
    "profile.no_charter": Words(
        "接続設定に参加協定書がありません。接続設定の charter に協定書のファイルを書いてください。",
        "The connection profile names no charter; write the charter's file into its field charter.",
    ),
    "profile.unreadable": Words(
        "接続設定 {file} が読めません（{problem}）。作り直してください。", "The connection profile {file} cannot be used: {problem}."
    ),
    "query.index": Words("{index} という一覧はありません。一覧の名前を確認してください。", "There is no list {index}; check its name."),
    "query.too_many_assets": Words(
        "一度に尋ねられるのは{limit}件までです。分けて尋ねてください。", "At most {limit} assets can be asked for at once; ask in parts."
    ),
    "transaction.answer_too_large": Words(
        "台帳の答えが大きすぎます。範囲を絞って尋ねてください。",
        "The ledger's answer is too large; ask for less at a time.",
    ),
    "transaction.running": Words(
        "同じ取引がまだ処理中です。少し待ってから結果を確認してください。",
        "The same transaction is still being processed; wait a moment and ask for its result.",
    ),
    "transaction.deadline": Words(
        "台帳の処理が時間内に終わりませんでした。しばらくしてからやり直してください。",
        "The ledger did not finish in time; try again in a moment.",
    ),
    "transaction.nondeterministic": Words(
        "台帳のプログラムが同じ処理で違う結果を出しました（試験用の検査）。プログラムの作成者に知らせてください。",
        "The ledger's program did not do the same twice (a check for tests); tell its makers.",
    ),
    "transaction.time": Words(
        "端末の時計が台帳と大きくずれています。時計を合わせてください。",
        "This machine's clock is too far from the ledger's; set it right.",
    ),
    "verify.differs": Words(
        "団体の答えが他と違います。その団体の運用担当に連絡してください。",
        "An organisation answers differently from the others; tell its operator.",
    ),
    "verify.too_few_agree": Words(
        "一致した団体が{agreed}で、必要な{needed}に足りません（{others}）。後でやり直し、続くなら運用担当に連絡してください。",
        "Only {agreed} of the {needed} needed organisations agree ({others}); try again, and tell the operators if it stays so.",
    ),
}
