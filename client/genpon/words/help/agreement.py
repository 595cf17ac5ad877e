"""`genpon agreement`, `accreditation`, `schema` and `recognition`."""

HELP = {
    "What binds all municipalities: show it, and change it by a majority.": "共同事項：表示し、過半数で変更します。",
    "Show what binds all on a day: members, endorsing set, anchors, bodies, algorithms, parameters.": (
        "ある日の共同事項を表示します：参加団体・検証団体・信頼する認証局・認定機関・署名方式・数値。"
    ),
    "On that day (its end in Japan), or at that moment; now unless given.": "その日（日本時間の終わり）か、その時点。省略すると今。",
    "As it was known on that day; everything that is known unless given.": (
        "その日までに知られていたことによります。省略すると今知られているすべて。"
    ),
    "Ask several organisations, compare, and replay every act.": "複数の組織に問い合わせて比べ、全行為を検証し直します。",
    "List the changes that were proposed, and where each stands.": "提案された変更と、それぞれの状態の一覧を表示します。",
    "Only those that may still be approved or adopted.": "まだ賛成または採択できるものだけ。",
    "Propose a change; whoever proposes it approves it.": "変更を提案します。提案した者は賛成したことになります。",
    'What is to change (JSON); {"file": "key.pub.pem"} stands for a key or certificate.': (
        '変更の内容（JSON）。鍵や証明書は {"file": "key.pub.pem"} と書きます。'
    ),
    "From which day on it holds, never from the past.": "効力を持つ最初の日。過去にはできません。",
    "Approve a change for a municipality.": "自治体として変更に賛成します。",
    "Id of the change: change/<digest>.": "変更の id：change/<指紋>。",
    "Record that a majority has approved a change; from its day on it holds.": (
        "過半数が賛成した変更を採択します。定めた日から効力を持ちます。"
    ),
    "Show a municipality's administrator keys on a day.": "ある日の自治体の管理者の鍵を表示します。",
    "Replace the other administrator's key, after the agreement's delay, in which that one may object.": (
        "もう一人の管理者の鍵を置き換えます。協定の定める期間の後に有効になり、その間は相手が異議を出せます。"
    ),
    "The key that goes: its fingerprint, or its file.": "退く鍵：その指紋か、ファイル。",
    "The key that comes, presented by its holder: fingerprint or file.": "持ち主が提出した新しい鍵：その指紋か、ファイル。",
    "From that day on; from now unless given.": "その日から。省略すると今から。",
    "Stop the replacement of one's own administrator key.": "自分の管理者の鍵の置き換えを止めます。",
    "Accreditations: who may issue which certificates where.": "認定：だれがどの証明書をどこで発行できるか。",
    "Accredit a municipality or another body, by a body; what it rests on is found by itself.": (
        "認定機関として、自治体か別の機関を認定します。根拠の認定は自動で見つけます。"
    ),
    "Id: accreditation/<who grants>/<name>.": "id：accreditation/<認定する者>/<名前>。",
    "municipality/<code> or body/<name>.": "municipality/<団体コード> か body/<名前>。",
    "Certificate types, with commas between; * for all.": "証明書の種類（コンマ区切り）。全部なら *。",
    "Prefectures (42) and municipalities (422011), commas between; * for all.": (
        "都道府県（42）と市区町村（422011）（コンマ区切り）。全部なら *。"
    ),
    "The last day, or the moment at which it ends.": "最後の日か、終わる時点。",
    "The subject may accredit others.": "認定を受けた者が、ほかを認定できます。",
    "Let another municipality issue for one's own territory, for a time, such as in a disaster.": (
        "災害時などに、期間を限って、自分の区域の発行をほかの自治体に委任します。"
    ),
    "municipality/<code>: who issues in this one's place.": "municipality/<団体コード>：代わりに発行する自治体。",
    "End an accreditation, and with it all that rest on it, by whoever granted it.": (
        "認定した者として、認定とそれを根拠とするすべての認定を終えます。"
    ),
    "Show an accreditation, what it rests on, and whether all of it holds on a day.": (
        "認定とその根拠、ある日にすべてが有効かを表示します。"
    ),
    "List accreditations, and whether each holds now.": "認定の一覧と、今有効かを表示します。",
    "municipality/<code> or body/<name>; all without it.": "municipality/<団体コード> か body/<名前>。省略すると全部。",
    "Ask whether an issuer was accredited for a type on a day, and by whom. Exit code 5 if it was not.": (
        "発行者がある日にその種類で認定されていたか、だれによるかを確かめます。認定されていなければ終了コード 5。"
    ),
    "municipality/<code>.": "municipality/<団体コード>。",
    "A certificate type's name.": "証明書の種類の名前。",
    "A municipality's code; the issuer's own without it.": "団体コード。省略すると発行者自身の区域。",
    "Certificate types: what certificates say, in revisions.": "証明書の種類：証明書が何を述べるか。改訂ごとに定めます。",
    "Publish the types that come with Genpon, those that the ledger does not have yet; a root body's.": (
        "Genpon に付属する種類のうち、台帳にないものを公表します（根の認定機関）。"
    ),
    "Which types; all that come with Genpon without it.": "種類。省略すると付属するもの全部。",
    "Publish a revision of a type; a root body's.": "種類の改訂を公表します（根の認定機関）。",
    "The type's document (JSON).": "種類の定義（JSON）。",
    "Retire a type: nothing of it is issued any more; what was issued is verified as before.": (
        "種類を廃止します。以後は発行されず、発行済みのものはそのまま検証できます。"
    ),
    "A type's name.": "種類の名前。",
    "List the types.": "種類の一覧を表示します。",
    "Show a type on a day: its revisions, and the claims of the one in force.": "ある日の種類を表示します：改訂と、有効な改訂の項目。",
    "Where to write the document of the revision in force.": "有効な改訂の定義を書くファイル。",
    "Recognitions: whose certificates a municipality takes.": "証明書の承認：自治体がだれの証明書を受け入れるか。",
    "Record that a municipality takes certificates of a type from a body's accreditations, or from a municipality.": (
        "認定機関の認定または自治体による、ある種類の証明書を受け入れることを記録します。"
    ),
    "A certificate type's name; * for all.": "証明書の種類の名前。全部なら *。",
    "body/<name>, for all that its accreditations reach, or municipality/<code>.": (
        "body/<名前>（その認定が及ぶもの全部）か municipality/<団体コード>。"
    ),
    "End a recognition.": "承認を終えます。",
    "Show what a municipality recognises, on a day or ever.": (
        "自治体が承認しているものを、ある日またはこれまでのすべてについて表示します。"
    ),
}
