"""Certification authorities: what they do, and why they refuse."""

JAPANESE = {
    "{id} is registered as {units}, not as {role}": "{id} は {role} ではなく {units} として登録されています。",
    "{problem}; enrol {identity} again, and with a new secret if it is refused: this one may be used up": (
        "{problem}{identity} の発行をもう一度求めてください。拒まれたら、この秘密は使い切られたかもしれないので、"
        "新しい秘密を使ってください。"
    ),
    "Fabric CA has answered without the {what} that was asked for; look at what listens there": (
        "Fabric CA の応答に、求めた{what}がありません。そこで何が動いているか確かめてください。"
    ),
    "certificate or list": "証明書または一覧",
    "identity": "身元",
    "a secret has 1 to {limit} bytes; use another": "秘密の長さは 1 から {limit} バイトまでです。別の秘密を使ってください。",
    "tell of itself": "自身の情報を示すこと",
    "enrol {identity}": "{identity} への発行",
    "enrol the caller again": "呼び出し元への再発行",
    "register {identity} as {role}": "{identity} を {role} として登録すること",
    "change {identity}": "{identity} の変更",
    "list its certificates": "証明書の一覧",
    "revoke {identity}": "{identity} の失効",
    "revoke certificate {serial:x}": "証明書 {serial:x} の失効",
    "show {identity}": "{identity} を示すこと",
    "list its identities": "身元の一覧",
    "sign its revocation list": "失効リストへの署名",
    (
        "the secret is wrong or used up, or the identity unknown or revoked (or its database is away: its log says which); ask the "
        "registrar for a new secret"
    ): (
        "秘密が違うか使い切られている、または身元がないか失効しています（データベースにつながらない場合も同じです。"
        "認証局のログで分かります）。登録担当に新しい秘密を求めてください。"
    ),
    "the caller's certificate is not its own, expired or revoked (its log says which); enrol again with a new secret": (
        "呼び出し元の証明書が、この認証局のものでないか、期限切れか、失効しています（認証局のログで分かります）。新しい秘密で、"
        "改めて発行を受けてください。"
    ),
    "it has issued no certificate of that number; list shows those that it has": (
        "その番号の証明書は発行されていません。identity list で確かめてください。"
    ),
    "it has no authority of that name; ask it for the names, or look at ca.name in its configuration": (
        "その名前の認証局はありません。名前を問い合わせるか、設定の ca.name を確かめてください。"
    ),
    "it cannot check whether the caller's certificate is revoked; look at its log": (
        "呼び出し元の証明書が失効しているか確かめられません。認証局のログを見てください。"
    ),
    "it does not take the signing request; make it anew": "署名要求を受け付けません。作り直してください。",
    "the identity cannot be changed so; look at its log": "身元をそのようには変更できません。認証局のログを見てください。",
    "it is revoked already": "すでに失効しています。",
    "the caller may not do this: it lacks a role, an attribute or a right (the debug log says which), or the affiliation is unknown": (
        "呼び出し元にはその権限がありません。役割・属性・権限のどれかが足りないか（デバッグログで分かります）、所属がありません。"
    ),
    "the identity is locked after too many wrong secrets; a registrar unlocks it by giving it a new secret": (
        "秘密を何度も間違えたため、身元が止められています。登録担当が新しい秘密を与えると解けます。"
    ),
    "the request's common name is not the identity's id; make it anew": "署名要求の共通名が身元の id と違います。作り直してください。",
    "a name in the request is too long; the common name and the organisation have room for 64 bytes": (
        "署名要求の名前が長すぎます。共通名と組織名は 64 バイトまでにしてください。"
    ),
    "it allows fewer enrolments; register with fewer, or look at registry.maxenrollments in its configuration": (
        "発行の回数が上限を超えています。回数を減らすか、設定の registry.maxenrollments を確かめてください。"
    ),
    "{server} does not {what}: status {status} and no answer of Fabric CA; look at what listens there": (
        "{server} が{what}に応じません：状態 {status}、Fabric CA の応答ではありません。そこで何が動いているか確かめてください。"
    ),
    "{server} does not {what}: {reason}": "{server} が{what}を断りました：{reason}",
    "that id is taken; choose another": "その id はすでに使われています。別の id を選んでください。",
    "there is no identity of that id; register it first": "その id の身元はありません。先に登録してください。",
    "status {status}, code {code}; look at its log": "状態 {status}、コード {code}。認証局のログを見てください。",
    "the authority does not register {id} as {role}: that is the other authority's": (
        "この認証局は {id} を {role} として登録しません。もう一方の認証局の役割です。"
    ),
    "there is no identity {identity}; register it first": "身元 {identity} はありません。先に登録してください。",
    (
        "the authority does not enrol {identity}: the secret is wrong or used up, or the identity unknown or revoked; ask the "
        "registrar for a new secret"
    ): (
        "認証局が {identity} への発行を断りました。秘密が違うか使い切られている、または身元がないか失効しています。"
        "登録担当に新しい秘密を求めてください。"
    ),
    (
        "the authority does not enrol the caller again: the caller's certificate is not its own, expired or revoked; enrol again "
        "with a new secret"
    ): (
        "認証局が再発行を断りました。呼び出し元の証明書が、この認証局のものでないか、期限切れか、失効しています。新しい秘密で、"
        "改めて発行を受けてください。"
    ),
    "the authority does not register {id}: that id is taken; choose another": (
        "認証局が {id} の登録を断りました。その id はすでに使われています。別の id を選んでください。"
    ),
    "{server} does not register {id}: that id is taken; choose another": (
        "{server} が {id} の登録を断りました。その id はすでに使われています。別の id を選んでください。"
    ),
    "the authority has issued no certificate {serial:x}; list shows those that it has": (
        "認証局は証明書 {serial:x} を発行していません。identity list で確かめてください。"
    ),
    "{identity!r} is no id; write up to 64 letters, digits, dots, hyphens and underscores, and no person's name": (
        "{identity!r} は id に使えません。英数字・ピリオド・ハイフン・下線を 64 字まで使い、氏名は書かないでください。"
    ),
    "role {role!r} is unknown; it is one of {names}": "役割 {role!r} はありません。次のいずれかを指定してください：{names}",
    "an attribute cannot be called {name!r}; begin with {prefix}, such as app.department": (
        "{name!r} は属性の名前に使えません。app.department のように {prefix} で始めてください。"
    ),
    "{file} is damaged ({reason}); put a backup of it back": "{file} が壊れています（{reason}）。控えから戻してください。",
    "the authority does not enrol {identity}": "認証局が {identity} への発行を断りました",
    "the authority has answered with no certificate of its own; look at its log": (
        "認証局が自分の証明書でないものを返しました。認証局のログを見てください。"
    ),
    "the authority has answered with a certificate for another key; look at its log": (
        "認証局が別の鍵の証明書を返しました。認証局のログを見てください。"
    ),
    "{refused}: it does not take the signing request; make it anew, for a P-256 key": (
        "{refused}。署名要求を受け付けません。P-256 の鍵で作り直してください。"
    ),
    "{refused}: the request's common name is not the identity's id; make it anew": (
        "{refused}。署名要求の共通名が身元の id と違います。作り直してください。"
    ),
    "{refused}: it does not take the signing request; make it anew": "{refused}。署名要求を受け付けません。作り直してください。",
}
