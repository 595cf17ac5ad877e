"""Sentences about who may do what: roles, officers, assignments, departments."""

from genpon.words.sentences import Words

SENTENCES = {
    "assignment.empty_window": Words(
        "任命 {assignment} の期間が空です。終わりを始まりより後にしてください。",
        "The assignment {assignment} would end before it begins; give a later end.",
    ),
    "assignment.ended": Words(
        "任命 {assignment} はそれより前に終わっています。手続は不要です。",
        "The assignment {assignment} ends before that already; nothing is to be done.",
    ),
    "assignment.exists": Words(
        "任命 {assignment} は既にあります。別の名前を付けてください。", "The assignment {assignment} exists; give another name."
    ),
    "assignment.missing": Words(
        "{signer} がどの任命で行うかが指定されていません。任命を指定してください。",
        "It is not said under which assignment {signer} acts; name one (--assignment).",
    ),
    "assignment.not_in_force": Words(
        "任命 {assignment} は現在有効ではありません。現在の担当者が行ってください。",
        "The assignment {assignment} is not in force; an officer who holds one now must act.",
    ),
    "assignment.several": Words(
        "任命が複数あります。どれで行うか指定してください：{assignments}",
        "Several assignments fit; choose one (--assignment): {assignments}.",
    ),
    "assignment.unknown": Words(
        "任命 {assignment} はありません。名前を確認してください。", "There is no assignment {assignment}; check its name."
    ),
    "department.closed": Words(
        "{department} は廃止されています。現在の所属で行ってください。", "{department} is closed; use the department that follows it."
    ),
    "department.exists": Words(
        "{department} は登録済みです。別の識別子にしてください。", "{department} is registered already; choose another id."
    ),
    "department.not_contracting": Words(
        "{department} は契約を結べる所属ではありません。契約権のある所属を指定してください。",
        "{department} does not contract in its own name; name one that does.",
    ),
    "department.unknown": Words(
        "{department} は登録されていません。管理者に登録を依頼してください。",
        "{department} is not registered; ask an administrator to register it.",
    ),
    "officer.unknown": Words(
        "{officer} は登録されていません。管理者に任命を依頼してください。",
        "{officer} is not registered; ask an administrator to assign the officer.",
    ),
    "role.administrator": Words(
        "{signer} は管理者ではありません。市の管理者の鍵で行ってください。",
        "{signer} is no administrator; a municipality's administrator key must sign this.",
    ),
    "role.body": Words(
        "{signer} は認定機関ではありません。認定機関の鍵で署名してください。", "{signer} is no accrediting body; sign with a body's key."
    ),
    "role.root_body": Words(
        "{signer} は中立機関ではありません。中立機関の鍵で署名してください。", "{signer} is no root body; sign with the neutral body's key."
    ),
    "role.missing": Words(
        "{signer} には必要な役割（{role}）がありません。その役割の職員が行ってください。",
        "{signer} does not act as {role}; an officer in that role must.",
    ),
    "role.other_department": Words(
        "{signer} は {department} の契約権者ではありません。その所属の契約権者が署名してください。",
        "{signer} is not the head of {department}; that department's head must sign.",
    ),
    "role.other_municipality": Words(
        "{signer} は {municipality} に属していません。その団体の者が行ってください。",
        "{signer} does not belong to {municipality}; somebody who does must act.",
    ),
}
