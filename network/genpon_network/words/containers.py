"""Networks in containers: their compose file, what is made before they run, and whether an engine can run them."""

JAPANESE = {
    "there is no docker command; install Docker Engine with its compose plugin": (
        "docker コマンドがありません。Docker Engine と compose プラグインを入れてください。"
    ),
    "the container engine does not let this user in; add the user to the group docker and log in again": (
        "コンテナエンジンがこの利用者を受け付けません。利用者を docker グループに加え、ログインし直してください。"
    ),
    "the container engine does not answer ({reason}); start it, such as with systemctl start docker": (
        "コンテナエンジンが応答しません（{reason}）。systemctl start docker などで起動してください。"
    ),
    "there is neither docker compose nor docker-compose; install the compose plugin": (
        "docker compose も docker-compose もありません。compose プラグインを入れてください。"
    ),
    "{command} {version} is too old; install the compose plugin, or docker-compose 1.29": (
        "{command} {version} は古すぎます。compose プラグインか docker-compose 1.29 を入れてください。"
    ),
    "the engine has {total} MB of memory, the network needs {needed} at rest; give it more, or use more machines": (
        "エンジンのメモリは {total} MB ですが、動かすだけで {needed} MB 必要です。メモリを増やすか、機械を分けてください。"
    ),
    "image {image} is not here; build it in the project's folder: docker build -f chaincode/Dockerfile -t {image} .": (
        "イメージ {image} がありません。プロジェクトのフォルダーで作ってください：docker build -f chaincode/Dockerfile -t {image} ."
    ),
    "image {image} is neither here nor at a registry that can be reached; get it elsewhere with docker pull and "
    "docker save, and bring it here with docker load": (
        "イメージ {image} がここにも、届くレジストリーにもありません。別の機械で docker pull と docker save を使って取り、"
        "ここで docker load で読み込んでください。"
    ),
    "no answer within {seconds} seconds": "{seconds} 秒以内に応答がありません",
    "it says nothing": "出力がありません",
    "this machine's container engine can run it": "この機械のコンテナエンジンで動かせます",
    "{file} cannot be written ({reason}); name another file with --output": (
        "{file} に書き込めません（{reason}）。--output で別のファイルを指定してください。"
    ),
    "wrote {file}": "{file} に書きました",
    "{names} have no host that others reach; write host: for every municipality into the consortium file": (
        "{names} に、ほかから届くホストがありません。構成ファイルの各自治体に host: を書いてください。"
    ),
    "there is no municipality {name!r} in the consortium file": "構成ファイルに {name!r} という自治体はありません。",
    "the volume of {municipality} holds keys and a ledger of another consortium file; make the compose file again from that one, "
    "or delete ledger and keys with docker compose down -v": (
        "{municipality} のボリュームには、別の構成ファイルの鍵と台帳があります。元の構成ファイルから compose ファイルを作り直すか、"
        "docker compose down -v で台帳と鍵を削除してください。"
    ),
    "only {available} MB of memory are free, {count} municipalities need {needed} at rest; give the engine more, "
    "or run fewer municipalities on it": (
        "メモリの空きは {available} MB ですが、{count} 自治体を動かすだけで {needed} MB 必要です。"
        "エンジンのメモリを増やすか、動かす自治体を減らしてください。"
    ),
    "made the authorities' keys of {municipality}": "{municipality} の認証局の鍵を作りました",
    "made the keys of {municipality}": "{municipality} の鍵を作りました",
    "keys, charter and genesis block are ready; all municipalities see the same digest: {digest}": (
        "鍵・参加協定書・最初のブロックができました。要約値はどの自治体でも同じになります：{digest}"
    ),
    "{file} cannot be written ({reason}); is the disk full, or a volume read-only?": (
        "{file} に書き込めません（{reason}）。ディスクに空きがないか、ボリュームが読み取り専用ではありませんか。"
    ),
    "there is no network here; docker compose up -d makes it": "ここにネットワークはありません。docker compose up -d で作ってください。",
    "now start it again: docker compose restart {process}": "起動し直してください：docker compose restart {process}",
    "{names} does not catch up; docker compose restart {names}, then the same again": (
        "{names} が追いつきません。docker compose restart {names} のあと、同じコマンドをもう一度入力してください。"
    ),
    "{process} cannot be renewed from here: more than half of the municipalities must sign for it, whose keys are on their hosts": (
        "{process} はここからは更新できません。過半数の自治体の署名が要りますが、その鍵はそれぞれのホストにあります。"
    ),
}
