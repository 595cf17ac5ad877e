"""Sentences about the charter and about evidence."""

from genpon.words.sentences import Words

_ASK = "このファイルは信用せず、作成元に確認してください。"
_DO_NOT_TRUST = "do not trust this file, and ask where it came from"

SENTENCES = {
    "charter.already_accepted": Words(
        "{signer} は参加協定書を受諾済みです。手続は不要です。", "{signer} has accepted the charter already; nothing is to be done."
    ),
    "charter.endorser_not_a_member": Words(
        "検証団体に参加団体でないものがあります。参加協定書を直してください。",
        "The endorsing set names an organisation that is no member; correct the charter.",
    ),
    "charter.not_a_member": Words(
        "{code} は参加団体ではありません。団体コードを確認してください。", "{code} is no member of the charter; check the code."
    ),
    "charter.not_active": Words(
        "参加協定書はまだ発効していません（{accepted}団体が受諾、{needed}団体必要）。残りの団体の受諾を待ってください。",
        "The charter is not active: {accepted} of {needed} needed municipalities have accepted it; wait for the others.",
    ),
    "charter.not_distinct": Words(
        "参加協定書の {what} に重複があります。協定書を直してください。", "The charter's {what} are not distinct; correct the charter."
    ),
    "charter.not_established": Words(
        "台帳に参加協定書がまだありません。先に establish を行ってください。",
        "The ledger has no charter yet; establish it first.",
    ),
    "charter.other": Words(
        "別の参加協定書のものです。知っている協定書のダイジェストと一致しません。" + _ASK,
        "This belongs to another charter than the one you know; " + _DO_NOT_TRUST + ".",
    ),
    "charter.threshold": Words(
        "必要な検証数（{threshold}）が検証団体の数を超えています。参加協定書を直してください。",
        "The threshold {threshold} is larger than the endorsing set; correct the charter.",
    ),
    "evidence.broken_chain": Words(
        "{asset} の記録（{position}番目）がつながっていません。" + _ASK,
        "The acts of {asset} do not form a chain (at {position}); " + _DO_NOT_TRUST + ".",
    ),
    "evidence.circular": Words(
        "{asset} の記録（{sequence}番目）が互いに依存しています。" + _ASK,
        "The acts rest on each other in a circle (at {asset}, {sequence}); " + _DO_NOT_TRUST + ".",
    ),
    "evidence.differs": Words(
        "{asset} の記録（{sequence}番目）が、規則から導かれる結果と違います。" + _ASK,
        "The record {sequence} of {asset} is not what the rules lead to; " + _DO_NOT_TRUST + ".",
    ),
    "evidence.missing": Words(
        "{asset} の記録が足りません（{acts}件必要）。完全なファイルを受け取り直してください。",
        "Acts of {asset} are missing ({acts} are needed); ask for the complete file.",
    ),
    "evidence.time": Words(
        "{asset} の記録（{sequence}番目）の時刻が、前提となる記録より前です。" + _ASK,
        "The record {sequence} of {asset} is earlier than what it rests on; " + _DO_NOT_TRUST + ".",
    ),
    "evidence.too_many_acts": Words(
        "記録が多すぎます（上限{limit}件）。" + _ASK, "There are more than {limit} acts; " + _DO_NOT_TRUST + "."
    ),
}
