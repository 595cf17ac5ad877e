"""Networks of plain processes: their files, ports, starts and renewals."""

JAPANESE = {
    "{log} does not exist yet; the process has never been started here": (
        "{log} はまだありません。このプロセスはここで一度も起動していません。"
    ),
    "processes": "プロセス",
    "clock tickers": "台帳の時計",
    "certification authorities": "認証局",
    "{directory} was not made by this version of genpon-network; clean it, or use the version that made it": (
        "{directory} はこの版の genpon-network が作ったものではありません。clean で削除するか、作った版を使ってください。"
    ),
    "{directory} cannot be written ({reason}); name another directory with --data": (
        "{directory} に書き込めません（{reason}）。--data で別のディレクトリを指定してください。"
    ),
    "{directory} holds a network made from another description ({file}); use another --data, or clean it": (
        "{directory} には別の構成（{file}）から作ったネットワークがあります。--data を変えるか、clean で削除してください。"
    ),
    "the path {directory} has a blank, a comma or a bracket; name another directory with --data": (
        "パス {directory} に空白、コンマ、角括弧のいずれかがあります。--data で別のディレクトリを指定してください。"
    ),
    "only {free} MB are free for {directory}, {needed} are needed; make room or name another --data": (
        "{directory} の空きは {free} MB しかありません（{needed} MB 必要）。空きを作るか、--data を変えてください。"
    ),
    "{network} is there, but lacks its genesis block; restore it, or clean {directory}": (
        "{network} はありますが、最初のブロックがありません。復元するか、{directory} を clean で削除してください。"
    ),
    "the disk of {directory} is full; make room or name another directory with --data": (
        "{directory} のディスクに空きがありません。空きを作るか、--data で別のディレクトリを指定してください。"
    ),
    "{file} is damaged; restore it ({refusal})": "{file} が壊れています。復元してください（{refusal}）。",
    "no {size} free ports in a row between {lowest} and {highest} on {host}; name others with --base-port": (
        "{host} の {lowest} から {highest} までに、続けて {size} 個空いたポートがありません。--base-port で別の範囲を指定してください。"
    ),
    "{process} cannot listen on {host}:{port} ({reason}{holder}); end that process, or choose other ports in the consortium file": (
        "{process} は {host}:{port} で待ち受けられません（{reason}{holder}）。使っているプロセスを終えるか、"
        "構成ファイルで別のポートを選んでください。"
    ),
    ", by process {pid}, {name}": "。使用中：プロセス {pid}、{name}",
    "{process} cannot be started: {program}: {reason}": "{process} を起動できません。{program}：{reason}",
    "there is no process and no municipality {name!r}; genpon-network status lists the processes": (
        "{name!r} というプロセスも自治体もありません。プロセスの一覧は genpon-network status で見られます。"
    ),
    "{owner} has newer certificates": "{owner} の証明書を新しくしました",
    "{names} does not catch up: starting it again": "{names} が追いつかないため、起動し直します",
    "its old one is revoked by: genpon-network identity revoke {municipality} {identity} --serial {serial}": (
        "古い証明書を失効させるコマンド：genpon-network identity revoke {municipality} {identity} --serial {serial}"
    ),
    "{process} is renewed only while all other orderers are well: {problem}": (
        "{process} は、ほかのオーダラーがすべて正常なときだけ更新できます：{problem}"
    ),
    "all municipalities agree to newer certificates of {process}": "全自治体が {process} の新しい証明書に同意しました",
    "{peer} has not got the change yet; look at the orderers, then the same again": (
        "{peer} にまだ変更が届きません。オーダラーを確かめてから、同じコマンドをもう一度入力してください。"
    ),
    "starting {count} of {all} {what}": "{what}を起動しています（{all} 個のうち {count} 個）",
    "{path} is damaged; restore it": "{path} が壊れています。復元してください。",
    "{name} has ended: {last} (all of it in {log})": "{name} が終了しました：{last}（詳しくは {log}）",
    "{name} does not answer: somebody has halted process {pid}; kill -CONT {pid} lets it go on": (
        "{name} が応答しません。プロセス {pid} が一時停止しています。kill -CONT {pid} で再開します。"
    ),
    "{process} has no certificate ({file} is gone); put a backup of its files back": (
        "{process} の証明書がありません（{file}）。控えから戻してください。"
    ),
    "the ledger clock cannot be ticked, trying again: {problem}": "台帳の時計を進められません。続けて試みます：{problem}",
    "the ledger clock is ticked again": "台帳の時計がまた進みました",
    "it said nothing": "出力がありません",
    "it has no log": "ログがありません",
    "there is no network in {directory}; make one with genpon-network up --data {directory}": (
        "{directory} にネットワークがありません。genpon-network up --data {directory} で作ってください。"
    ),
    "another command works on {directory} just now; wait for it to end": (
        "ほかのコマンドが {directory} を使っています。終わるまで待ってください。"
    ),
    "certificate.pem and key.pem in {directory} are damaged, or do not belong together; restore them": (
        "{directory} の certificate.pem と key.pem が壊れているか、組になっていません。復元してください。"
    ),
}
