"""What the commands themselves say: options, results, tables."""

JAPANESE = {
    "aborted": "中止しました。",
    "give --consortium or --example, not both": "--consortium と --example は、どちらか一方だけを指定してください。",
    "there is no example {name!r}; it is one of {names}": "{name!r} という例はありません。次のいずれかを指定してください：{names}",
    "{path} cannot be read ({reason}); name a consortium file": (
        "{path} を読めません（{reason}）。構成ファイル（consortium.yaml）を指定してください。"
    ),
    "for development only: all municipalities' keys are in this directory, and one process holds them all": (
        "開発専用です。全自治体の鍵がこのディレクトリにあり、一つのプロセスがそのすべてを持っています。"
    ),
    "there is no municipality {name!r} for development; choose among {names}": (
        "開発用の自治体 {name!r} はありません。次の中から選んでください：{names}"
    ),
    "charter: {digest}": "参加協定書：{digest}",
    "ready; end it with Ctrl-C": "準備ができました。終えるには Ctrl-C を押してください。",
    "{path} cannot be read ({reason}); name a certificate's file": (
        "{path} を読めません（{reason}）。証明書のファイルを指定してください。"
    ),
    "{path} {problem}": "{path} は{problem}",
    "{place!r} is no host and port; write them as ca.toda.example:17108": (
        "{place!r} はホストとポートではありません。ca.toda.example:17108 のように書いてください。"
    ),
    "{trust} cannot be read ({reason}); name the file of the TLS authority's certificate": (
        "{trust} を読めません（{reason}）。TLS 認証局の証明書のファイルを指定してください。"
    ),
    "that certificate is none of {municipality}'s authorities; name the municipality that it is of": (
        "その証明書は {municipality} の認証局のものではありません。発行した自治体を指定してください。"
    ),
    "{serial!r} is no serial number; write it in hex, as list shows it": (
        "{serial!r} はシリアル番号ではありません。identity list が示すとおり、16 進で書いてください。"
    ),
    "{text!r} is no attribute; write a name and a value, such as app.desk=7": (
        "{text!r} は属性ではありません。app.desk=7 のように、名前と値を書いてください。"
    ),
    "{peer} does not answer; it goes by the list once it has the block": (
        "{peer} は応答しません。ブロックを受け取れば、失効リストに従います"
    ),
    "the channel had it already": "チャネルにはすでに載っていました",
    "the secret is empty; give the one that the registration told": "秘密が空です。登録のときに示されたものを指定してください。",
    "there is a key in {directory}; name another directory, or say --replace": (
        "{directory} にはすでに鍵があります。別のディレクトリを指定するか、--replace を付けてください。"
    ),
    "certificate and key of {identity} are in {directory}, good until {date}": (
        "{identity} の証明書と鍵を {directory} に置きました（有効期限 {date}）"
    ),
    "give the secret of the registration with --secret-file, - for the input": (
        "登録のときに示された秘密を --secret-file で指定してください（標準入力なら -）。"
    ),
    "{directory} holds no certificate.pem with its key.pem; name another directory": (
        "{directory} に certificate.pem とその key.pem がありません。別のディレクトリを指定してください。"
    ),
    "{path} cannot be written ({reason}); name another place": "{path} に書き込めません（{reason}）。別の場所を指定してください。",
    "the output cannot be written ({reason})": "出力を書き込めません（{reason}）",
    "{path} cannot be written; name another place": "{path} に書き込めません。別の場所を指定してください。",
    "{path} is no directory; name another one": "{path} はディレクトリではありません。別のものを指定してください。",
    "the secret of {identity} is in {file}": "{identity} の秘密を {file} に書きました",
    "Secret": "秘密",
    "{named} cannot be read ({reason}); name the file of the secret": (
        "{named} を読めません（{reason}）。秘密のファイルを指定してください。"
    ),
    "{silent} of {processes} processes do not answer: {names}; genpon-network up starts them": (
        "{processes} 個のプロセスのうち {silent} 個が応答しません：{names}。genpon-network up で起動してください。"
    ),
    "{silent} of {processes} processes do not answer: {names}; kill -9 what hangs ({pids}), then genpon-network up": (
        "{processes} 個のプロセスのうち {silent} 個が応答しません：{names}。"
        "止まったままのもの（{pids}）を kill -9 で終え、genpon-network up を実行してください。"
    ),
    "there is no process {process!r}; it is one of {names}": "プロセス {process!r} はありません。次のいずれかを指定してください：{names}",
    "{directory} is no network's directory; nothing is deleted": (
        "{directory} はネットワークのディレクトリではありません。何も削除していません。"
    ),
    "nothing is deleted; say --yes to delete ledger and keys": "何も削除していません。台帳と鍵を削除するには --yes を付けてください。",
    "there is no municipality {name!r}; it is one of {names}": "自治体 {name!r} はありません。次のいずれかを指定してください：{names}",
    "Fabric {version} ({source}): {peer} and {orderer}": "Fabric {version}（{source}）：{peer} と {orderer}",
    "Fabric CA {version} ({source}): {file}": "Fabric CA {version}（{source}）：{file}",
    "{count} processes ended; the ledger stays in {directory}": "{count} 個のプロセスを終えました。台帳は {directory} に残っています",
    "the administrator's certificates of {name} expire {date}: genpon-network renew {name}": (
        "{name} の管理者の証明書は {date} に期限が切れます：genpon-network renew {name}"
    ),
    "deleted {directory}": "{directory} を削除しました",
    "Fabric {version} ({source})": "Fabric {version}（{source}）",
    "made keys, charter and genesis block in {directory}": "鍵・参加協定書・最初のブロックを {directory} に作りました",
    "Delete the ledger and all keys in {directory}?": "{directory} の台帳とすべての鍵を削除しますか",
    "process": "プロセス",
    "role": "役割",
    "address": "アドレス",
    "pid": "PID",
    "MB": "MB",
    "height": "高さ",
    "expires": "期限",
    "id": "id",
    "attributes": "属性",
    "certificate": "証明書",
    "state": "状態",
    "done in {seconds:.1f} s": "完了（{seconds:.1f} 秒）",
    "{file} cannot be used ({reason}); it must be there, and this user's": (
        "{file} を使えません（{reason}）。ファイルがあり、この利用者のものであることを確かめてください。"
    ),
    "not enrolled": "未発行",
    "cannot listen on {address}: {reason}": "{address} で待ち受けられません：{reason}",
}
