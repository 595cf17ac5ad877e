"""What is wrong in `consortium.yaml`; each stands after the line and the field."""

JAPANESE = {
    "is no certification authority's certificate; give the authority's own, not one that it issued": (
        "認証局の証明書ではありません。認証局が発行したものではなく、認証局自身の証明書を指定してください。"
    ),
    "is no certificate of a certification authority; give one as PEM or DER": (
        "認証局の証明書ではありません。PEM か DER で指定してください。"
    ),
    "{file} cannot be read ({reason}); paths begin at the file's own folder": (
        "{file} を読めません（{reason}）。パスはこのファイルのフォルダーから書いてください。"
    ),
    "is in the list already; every body has keys of its own": "すでに一覧にあります。鍵は認定機関ごとに別のものにしてください。",
    "is PEM, but no public key; it begins with {begin}": "PEM ですが、公開鍵ではありません。公開鍵は {begin} で始まります。",
    "is no public key of a kind that acts are signed with; give one on P-256 or P-384, or RSA, as PEM or DER": (
        "行為の署名に使える公開鍵ではありません。P-256、P-384、RSA のどれかを PEM か DER で指定してください。"
    ),
    "is a private key, which belongs nowhere but with its owner; give the public half": (
        "秘密鍵です。持ち主以外のところに置いてはいけません。公開鍵を指定してください。"
    ),
    "port {port} of {process} is {owner}'s already; every process has its own": (
        "{process} のポート {port} は {owner} が使っています。プロセスごとに別のポートにしてください。"
    ),
    "bft needs at least {minimum} orderers, {count} run one (orderer: true); add some or write raft": (
        "bft にはオーダラーが {minimum} 個以上必要ですが、{count} 個しかありません（orderer: true）。増やすか、raft と書いてください。"
    ),
    "nobody endorses; write role: endorsing for at least one municipality": (
        "検証団体がありません。少なくとも一つの自治体に role: endorsing と書いてください。"
    ),
    "{size} is more than max_bytes, {limit}": "{size} は max_bytes（{limit}）を超えています。小さくしてください。",
    "{name!r} is another body's already; every body has its own": (
        "{name!r} は別の認定機関が使っています。認定機関ごとに別の名前にしてください。"
    ),
    "nobody runs an orderer; write orderer: true for at least one municipality": (
        "オーダラーを動かす自治体がありません。少なくとも一つの自治体に orderer: true と書いてください。"
    ),
    "{threshold} is more than the {count} municipalities that endorse": (
        "{threshold} は検証団体の数（{count}）を超えています。小さくしてください。"
    ),
    "{process} would get port {port}; choose a smaller base_port": (
        "{process} のポートが {port} になってしまいます。base_port を小さくしてください。"
    ),
    "{value!r} is {name}'s already; every municipality has its own": (
        "{value!r} は {name} が使っています。自治体ごとに別のものにしてください。"
    ),
    "is too long for certificates; write at most {room} characters": "証明書には長すぎます。{room} 字までにしてください。",
    "{given} ports for {peers} peers; give one for each, or none": (
        "ピア {peers} 個に対してポートが {given} 個あります。ピアごとに一つ書くか、何も書かないでください。"
    ),
    "the file": "ファイル全体",
    "{name}: is larger than {limit} bytes; this is no consortium file": (
        "{name}: {limit} バイトを超えています。構成ファイルではありません。"
    ),
    "{name}:1: a consortium is a mapping of fields; compare it with the examples": (
        "{name}:1: 構成ファイルは「項目: 値」の並びで書きます。例と見比べてください。"
    ),
    "{name}: is not UTF-8; save it as UTF-8": "{name}: UTF-8 ではありません。UTF-8 で保存し直してください。",
    "{name}:{line}: is no YAML: {reason}": "{name}:{line}: YAML として読めません：{reason}",
    "{name}: is no YAML; compare it with the examples": "{name}: YAML として読めません。例と見比べてください。",
    "{value!r} is no duration; write a number and ms, s or m, such as 200ms": (
        "{value!r} は時間の長さではありません。200ms のように、数と ms・s・m のどれかを書いてください。"
    ),
    "{value!r} is a number; write the code in quotes, since codes may begin with 0": (
        "{value!r} は数値です。団体コードは 0 で始まることがあるので、引用符で囲んでください。"
    ),
    "{value!r} is no local government code: six digits, the prefecture first, the last one checks the others": (
        "{value!r} は団体コードではありません。都道府県で始まり検査数字で終わる 6 桁を書いてください。"
    ),
    "{value!r} is no {what}": "{value!r} は使えません。{what}を書いてください。",
    "DNS label: small letters, digits and hyphens, at most 63, a letter first": (
        "DNS ラベル（小文字・数字・ハイフン、63 字まで、先頭は文字）"
    ),
    "domain name: DNS labels of small letters, joined by dots": "ドメイン名（小文字の DNS ラベルをピリオドでつないだもの）",
    "host: a domain name, or an IPv4 address": "ホスト（ドメイン名か IPv4 アドレス）",
    "MSP id: letters, digits, dots and hyphens, at most 64, a letter first": (
        "MSP ID（英数字・ピリオド・ハイフン、64 字まで、先頭は文字）"
    ),
    "channel name: small letters, digits, dots and hyphens, at most 249, a letter first": (
        "チャネル名（小文字・数字・ピリオド・ハイフン、249 字まで、先頭は文字）"
    ),
    "body name: small letters, digits and hyphens, at most 32, a letter first": (
        "認定機関の名前（小文字・数字・ハイフン、32 字まで、先頭は文字）"
    ),
    "is an unknown field; take it out or correct its name": "知らない項目です。取り除くか、名前を直してください。",
    "is missing; write it": "書かれていません。書いてください。",
    "is no text; write text, in quotes where it is only digits": (
        "文字列ではありません。文字列を書いてください（数字だけなら引用符で囲みます）。"
    ),
    "is no whole number; write one, without quotes": "整数ではありません。整数を引用符なしで書いてください。",
    "is neither true nor false; write one of them, without quotes": (
        "true でも false でもありません。どちらかを引用符なしで書いてください。"
    ),
    "is no list; write its entries one below the other, each after a hyphen": (
        "一覧ではありません。一件ずつ、行を分けてハイフンの後に書いてください。"
    ),
    "is no mapping of fields; compare it with the examples": "「項目: 値」の並びではありません。例と見比べてください。",
    "must be one of {values}": "{values} のいずれかを書いてください。",
    "must not be less than {limit}": "{limit} 以上にしてください。",
    "must not be more than {limit}": "{limit} 以下にしてください。",
    "needs {limit} or more entries": "{limit} 件以上書いてください。",
    "takes at most {limit} entries": "{limit} 件までにしてください。",
    "is empty; write something": "空です。何か書いてください。",
    "takes at most {limit} characters": "{limit} 字までにしてください。",
}
