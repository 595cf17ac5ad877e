"""What `--help` says, by its English."""

from collections.abc import Mapping

HELP: Mapping[str, str] = {
    "Genpon 原本: runs the ledgers of municipalities, embedded for development or real Hyperledger Fabric.": (
        "Genpon 原本：自治体の台帳を動かします。開発用の組み込み台帳か、本物の Hyperledger Fabric です。"
    ),
    "Runs a ledger of several municipalities in this process, with its chaincode, until Ctrl-C; for development only.": (
        "複数の自治体の台帳をチェーンコードとともにこのプロセスで動かします。Ctrl-C で終わります。開発専用です。"
    ),
    "Where keys, profiles, blocks and state are kept; made if missing.": (
        "鍵・接続プロファイル・ブロック・状態の置き場所。なければ作ります。"
    ),
    "Which municipalities a new ledger has, such as nagasaki,toda; all four without it.": (
        "新しい台帳に加わる自治体（例：nagasaki,toda）。省略すると四つ全部。"
    ),
    "The first gateway's port, the others follow; 0 for free ones.": (
        "最初のゲートウェイのポート。ほかはその続き。0 なら空いているポート。"
    ),
    "Over how many processes the chaincode is spread.": "チェーンコードをいくつのプロセスに分けるか。",
    "A certification authority's certificate, PEM or DER, as a trust anchor of a new ledger; repeatable.": (
        "新しい台帳が信頼する認証局の証明書（PEM か DER）。繰り返し指定できます。"
    ),
    "Print JSON, one object, when the ledger is ready.": "台帳の準備ができたら JSON を一つ出力します。",
    "Starts the network and waits until every municipality's gateway endorses; a second time it changes nothing.": (
        "ネットワークを起動し、全自治体のゲートウェイが裏書できるまで待ちます。二度実行しても何も変わりません。"
    ),
    "The directory of the network's files.": "ネットワークのファイルを置くディレクトリ。",
    "The consortium file; a shipped one without it.": "構成ファイル（consortium.yaml）。省略すると同梱のもの。",
    "A shipped consortium: four-cities (the default) or prefecture.": "同梱の構成：four-cities（既定）か prefecture。",
    "Where ports are allotted from, instead of the file's base_port.": "ポートを割り当て始める番号。ファイルの base_port の代わり。",
    "Print JSON.": "JSON で出力します。",
    "Ends the network's processes; the ledger and the keys stay.": "ネットワークのプロセスを終えます。台帳と鍵は残ります。",
    "Shows every process: state, role, pid, memory, ledger height, certificate expiry. Exit code 3 if one does not answer.": (
        "全プロセスの状態・役割・PID・メモリ・ブロック数・証明書の期限を示します。応答しないものがあれば終了コード 3。"
    ),
    "Prints the last lines of a process's log.": "プロセスのログの終わりを表示します。",
    "A process, such as peer0.nagasaki; status lists them.": "プロセス（例：peer0.nagasaki）。一覧は status で見られます。",
    "How many of the last lines.": "最後の何行か。",
    "Go on until interrupted.": "中断するまで続けます。",
    "Ends the network and deletes its ledger, logs and keys.": "ネットワークを終え、台帳・ログ・鍵を削除します。",
    "Do not ask.": "確認しません。",
    "Prints where the connection profiles are that the SDK and the `genpon` command read.": (
        "SDK と `genpon` コマンドが読む接続プロファイルの場所を表示します。"
    ),
    "A municipality's name; all without it.": "自治体の名前。省略すると全部。",
    "Finds Fabric's peer and orderer, or builds them once; fabric-ca-server only where asked for.": (
        "Fabric の peer と orderer を探し、なければ一度だけビルドします。fabric-ca-server は求めたときだけです。"
    ),
    "Find or build fabric-ca-server too.": "fabric-ca-server も探すかビルドします。",
    "Makes the compose file of a network in containers, of all municipalities or of one.": (
        "コンテナで動かすネットワークの compose ファイルを作ります。全自治体のものか、一つの自治体のものです。"
    ),
    "The one municipality that runs on this host; all of them on one host without it.": (
        "このホストで動かす自治体。省略すると全部を一つのホストで動かします。"
    ),
    "Instead of making it, say whether this machine can run it: engine, memory, ports, images.": (
        "作らずに、この機械で動かせるかを確かめます：エンジン・メモリ・ポート・イメージ。"
    ),
    "The file to write, such as docker-compose.yaml; printed without it.": (
        "書き込むファイル（例：docker-compose.yaml）。省略すると表示します。"
    ),
    "Gets processes newer certificates for their keys, and starts them again one after another; the ledger goes on.": (
        "プロセスの鍵に新しい証明書を受け、一つずつ起動し直します。台帳は動き続けます。"
    ),
    "Processes, such as peer0.toda; or a municipality, such as toda, for its administrator's certificates.": (
        "プロセス（例：peer0.toda）。自治体（例：toda）なら、その管理者の証明書。"
    ),
    "For new keys: the old ones are lost, or known to others. Revoke the old certificate then.": (
        "鍵も新しくします。古い鍵を失くしたか、ほかの人に知られたときに使い、その後で古い証明書を失効させます。"
    ),
    "Who may speak for a municipality: register, enrol, renew, revoke, list.": (
        "だれが自治体として通信できるか：登録・発行・更新・失効・一覧。"
    ),
    "Registers an identity, and tells the secret that it enrols with.": "身元を登録し、発行を受けるための秘密を示します。",
    "The municipality's name, such as toda.": "自治体の名前（例：toda）。",
    "An opaque id, never a person's name: it stands in certificates, and those stand on the ledger.": (
        "意味を持たない id。氏名は書けません。証明書に載り、証明書は台帳に載るためです。"
    ),
    "client, peer, admin or orderer; or tls, for a TLS certificate.": "client・peer・admin・orderer のどれか。TLS の証明書なら tls。",
    "What its certificates say of it for chaincode, such as app.desk=7; repeatable.": (
        "チェーンコードのために証明書に書く属性（例：app.desk=7）。繰り返し指定できます。"
    ),
    "How often its secret may be used.": "秘密を使える回数。",
    "Write the secret there, readable by you alone, instead of printing it.": "秘密を表示せず、自分だけが読めるファイルに書きます。",
    "Gives an identity another secret, where the first one is lost, used up or locked, or an answer was lost.": (
        "身元に別の秘密を与えます。前の秘密を失くした、使い切った、止められた、または応答が失われたときに使います。"
    ),
    "tls for an identity of the TLS authority.": "TLS 認証局の身元なら tls。",
    "Makes a key and has it certified, with the secret of a registration; a profile and the charter are put beside it.": (
        "鍵を作り、登録の秘密で証明書の発行を受けます。接続プロファイルと参加協定書も置きます。"
    ),
    "The directory for certificate.pem and key.pem.": "certificate.pem と key.pem を置くディレクトリ。",
    "A TLS certificate for this host name or address; repeatable.": "このホスト名かアドレスの TLS 証明書にします。繰り返し指定できます。",
    "The file of the secret; - is the input.": "秘密のファイル。- なら標準入力。",
    "Replace the key that is there.": "そこにある鍵を置き換えます。",
    "Gets another certificate for the key in a directory, in place of the one that is there and will expire.": (
        "ディレクトリの鍵に、期限が切れる証明書に代わる別の証明書を受けます。"
    ),
    "The directory with certificate.pem and key.pem.": "certificate.pem と key.pem のあるディレクトリ。",
    "Makes a key here and has it certified by a municipality's Fabric CA elsewhere, with the secret of a registration.": (
        "ここで鍵を作り、別の場所にある自治体の Fabric CA から、登録の秘密で証明書の発行を受けます。"
    ),
    "Where the municipality's Fabric CA answers, such as ca.toda.example:17108.": (
        "自治体の Fabric CA の場所（例：ca.toda.example:17108）。"
    ),
    "The file of its TLS authority's certificate, got from the municipality; nobody else is believed.": (
        "自治体から受け取った TLS 認証局の証明書のファイル。ほかは信用しません。"
    ),
    "The authority's name there; ca, or tlsca with --host, without it.": "そこでの認証局の名前。省略すると ca（--host があれば tlsca）。",
    "Gets another certificate for the key in a directory from a municipality's Fabric CA elsewhere.": (
        "ディレクトリの鍵に、別の場所にある自治体の Fabric CA から別の証明書を受けます。"
    ),
    "Revokes an identity's certificates, at the authority and on the channel: its next submit is refused.": (
        "身元の証明書を、認証局とチャネルで失効させます。次の提出から拒まれます。"
    ),
    "Only this certificate, by its number in hex or the beginning of it.": "この証明書だけ。16 進の番号か、その初めの部分。",
    "Why; the authority keeps it.": "理由。認証局が記録します。",
    "Lists a municipality's identities with their certificates.": "自治体の身元とその証明書の一覧を示します。",
}
