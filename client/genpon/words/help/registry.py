"""`genpon registry`."""

HELP = {
    "The registry: the charter, departments, officers and keys.": "登録簿：参加協定書・部署・職員・鍵。",
    "Write the charter onto a new ledger.": "参加協定書を新しい台帳に載せます。",
    "Accept the charter for a municipality, by its administrator.": "自治体の管理者として、参加協定書を受諾します。",
    "Register a department or contracting entity.": "部署または契約主体を登録します。",
    "Id: department/<code>/<name>.": "id：department/<団体コード>/<名前>。",
    "Its name in Japanese.": "日本語の名称。",
    "Its name in English.": "英語の名称。",
    "Its head contracts in the municipality's name.": "その長が自治体の名で契約します。",
    "Close a department, from a day on.": "部署を、ある日から廃止します。",
    "First day, in Japan; now unless given.": "最初の日（日本時間）。省略すると今から。",
    "Give an officer a role in a department.": "職員に部署での役割を与えます。",
    "Id: officer/<code>/<number>.": "id：officer/<団体コード>/<番号>。",
    "The assignment's name, distinct among the officer's.": "任命の名前。その職員の中で重ならないもの。",
    "In which role.": "役割。",
    "In which department.": "部署。",
    "Last day, in Japan.": "最後の日（日本時間）。",
    "End an assignment, now or after a day.": "任命を、今またはある日を限りに終えます。",
    "The assignment's name.": "任命の名前。",
    "Bring a key request onto the ledger.": "鍵の登録依頼を台帳に載せます。",
    "The key request: an act file that the key itself has signed.": "鍵の登録依頼。その鍵自身で署名した行為のファイル。",
    "Admit an officer's key that was presented.": "提出された職員の鍵を認めます。",
    "The key: its fingerprint, or its request file.": "鍵：その指紋か、登録依頼のファイル。",
    "Vouch 確認 for a counterparty's key: it then counts in this municipality's contracts only.": (
        "相手方の鍵を確認します。この自治体の契約だけで有効になります。"
    ),
    "How you made sure whose key it is.": "だれの鍵か確かめた方法。",
    "End a key.": "鍵を失効させます。",
    "Why.": "理由。",
    "Show the charter's standing, a department, an officer's assignments and keys, or a key.": (
        "参加協定書の状態、部署、職員の任命と鍵、または鍵を表示します。"
    ),
    "`charter`, or the id of a department, officer, counterparty or key.": "`charter`、または部署・職員・相手方・鍵の id。",
    "List a municipality's departments and officers.": "自治体の部署と職員の一覧を表示します。",
    "The municipality's code.": "団体コード。",
}
