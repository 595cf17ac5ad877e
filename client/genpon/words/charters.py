"""Sentences about the charter and about evidence."""

from genpon.words.sentences import Words

_ASK = "このファイルは信用せず、作成元に確認してください。"
_DO_NOT_TRUST = "do not trust this file, and ask where it came from"

SENTENCES = {
    "administrator.already": Words(
        "鍵 {key} はすでにこの団体の管理者鍵です。別の新しい鍵を指定してください。",
        "{key} is an administrator key of this municipality already; name another new one.",
    ),
    "administrator.delay": Words(
        "管理者鍵の交替は {seconds}秒 より先の日時からにしてください（その間、もう一方の鍵は異議を申し立てられます）。",
        "One administrator key replaces the other only after {seconds} seconds, in which the other may object; name a later moment.",
    ),
    "administrator.not_the_other": Words(
        "鍵 {key} は、この操作で替えられるもう一方の管理者鍵ではありません。鍵を確認してください。",
        "{key} is not the other administrator key of this municipality; check which key goes.",
    ),
    "administrator.nothing_pending": Words(
        "{municipality} に予定された管理者鍵の交替はありません。手続は不要です。",
        "No replacement of an administrator key of {municipality} is pending; nothing is to be done.",
    ),
    "administrator.pending": Words(
        "鍵 {key} の交替がすでに予定されています。その発効か異議を待ってください。",
        "A replacement of {key} is pending; wait until it holds or is stopped.",
    ),
    "change.already_approved": Words(
        "{signer} はこの変更に賛成済みです。手続は不要です。", "{signer} has approved the change already; nothing is to be done."
    ),
    "change.exists": Words(
        "{change} は提案済みです。賛成（approve）してください。", "{change} has been proposed already; approve it instead."
    ),
    "change.not_approved": Words(
        "変更への賛成が足りません（{approved}団体、{needed}団体必要）。残りの団体の賛成を待ってください。",
        "Only {approved} of {needed} needed municipalities approve the change; wait for the others.",
    ),
    "change.not_later": Words(
        "変更の発効日時が過去か、前の変更より前です。より先の日時で提案し直してください。",
        "The change would hold from the past, or before the one that it replaces; propose it again with a later moment.",
    ),
    "change.other_digest": Words(
        "内容のダイジェストと識別子が一致しません（正しくは {change}）。識別子を直してください。",
        "The id is not the change's digest; it would be {change}.",
    ),
    "change.other_version": Words(
        "別の変更が先に採択されました（現在の版は {current}）。現在の版に基づいて提案し直してください。",
        "Another change was adopted first; the version is now {current}. Propose it again on that one.",
    ),
    "change.too_far": Words(
        "変更の発効日時が先すぎます（上限 {limit_seconds} 先まで）。より近い日時で提案し直してください。",
        "The change would hold too late (at most {limit_seconds} ahead); propose it again with an earlier moment.",
    ),
    "change.topic": Words("変更の topic は次のいずれかです：{known}", "The change's topic must be one of: {known}."),
    "change.unknown": Words(
        "{change} という変更の提案はありません。識別子を確認してください。", "There is no proposal {change}; check the id."
    ),
    "charter.no_algorithm": Words(
        "鍵 {key} は、参加協定書のどのアルゴリズムでも署名できません。鍵かアルゴリズムを直してください。",
        "The key {key} can sign with none of the agreement's algorithms; correct the key or the algorithms.",
    ),
    "charter.no_anchor": Words(
        "{digest} という信頼の起点はありません。証明書のダイジェストを確認してください。",
        "The agreement has no trust anchor {digest}; check the digest of its certificate.",
    ),
    "charter.no_body": Words(
        "{body} は認定機関として登録されていません。識別子を確認してください。",
        "{body} is no accrediting body of the agreement; check the id.",
    ),
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
