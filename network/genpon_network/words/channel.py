"""Nodes over the wire: joins, chaincode, the channel's configuration, revocations."""

JAPANESE = {
    "the channel knows no organisation {msp_id}; it has to join the network first": (
        "チャネルに組織 {msp_id} はありません。先にネットワークに参加してください。"
    ),
    "the channel's configuration is already as asked; nothing to update": (
        "チャネルの構成はすでにそのとおりです。変更するものはありません。"
    ),
    "the chaincode cannot be made: {reason}": "チェーンコードを作れません：{reason}",
    "a ledger is running in {directory}; end it or choose another directory": (
        "{directory} では台帳が動いています。それを終えるか、別のディレクトリを選んでください。"
    ),
    "{address} is taken; stop what listens there or choose another port": (
        "{address} は使われています。使っているものを止めるか、別のポートを選んでください。"
    ),
    "{names} takes no part in the ledger in {directory}; add it while it runs": (
        "{names} は {directory} の台帳に参加していません。台帳を動かしている間に加えてください。"
    ),
    "the chaincode's process ended before it served; its message is above": (
        "チェーンコードのプロセスが、働き始める前に終わりました。理由は上の表示にあります。"
    ),
    "{msp_id} is not taken in: {code}": "{msp_id} は参加できませんでした：{code}",
    "{msp_id} takes part in {channel} already": "{msp_id} はすでに {channel} に参加しています。",
    "{name} on {host}:{port} answers with more than {limit} MB; look at what listens there": (
        "{host}:{port} の {name} が {limit} MB を超える応答を返しました。そこで何が動いているか確かめてください。"
    ),
    "the given authority's certificate, or {file} with its key, cannot be used for TLS ({reason}); give PEM files": (
        "指定された認証局の証明書、または {file} とその鍵は、TLS に使えません（{reason}）。PEM のファイルを指定してください。"
    ),
    "{name} on {host}:{port} is not the server that the given authority vouches for: {reason}": (
        "{host}:{port} の {name} は、指定された認証局が証明するサーバーではありません：{reason}"
    ),
    "{name} does not answer on {host}:{port} ({reason})": "{name} が {host}:{port} で応答しません（{reason}）。",
    "{name} does not answer on {host}:{port} to the end ({reason})": "{host}:{port} の {name} の応答が途中で切れました（{reason}）。",
    "the given authority's certificate cannot be used for TLS ({reason}); give PEM files": (
        "指定された認証局の証明書は TLS に使えません（{reason}）。PEM のファイルを指定してください。"
    ),
    "{names} have not approved chaincode {version}, or do not answer; start them, then again": (
        "{names} がチェーンコード {version} を承認していないか、応答しません。起動してから、もう一度入力してください。"
    ),
    "waiting for {names} to approve": "{names} の承認を待っています",
    "{orderer} cannot order now: {reason}": "{orderer} は今は取引を順序付けられません：{reason}",
    "{orderer} refuses the transaction: {reason}": "{orderer} が取引を拒みました：{reason}",
    "{name} does not join {channel}: {reason}": "{name} が {channel} に参加しません：{reason}",
    "{name} does not answer": "{name} が応答しません",
    "{name} does not take the transaction": "{name} が取引を受け取りません",
    "{name} refuses: {reason}": "{name} が拒みました：{reason}",
    "{name} holds the transaction invalid: {code}": "{name} は取引を無効としました：{code}",
    "{name} does not commit in time": "{name} が時間内に取引を確定しません",
    "{name} does not endorse": "{name} が裏書しません",
    "{process} cannot work (health: status {status}); look at its log and at its database": (
        "{process} が働けない状態です（健全性の応答 {status}）。ログとデータベースを確かめてください。"
    ),
    "chaincode {chaincode} names {names}, of which the network has none; it has {members}": (
        "チェーンコード {chaincode} が {names} を指定していますが、このネットワークにはありません。あるのは {members} です。"
    ),
    "chaincode {chaincode} has no service of {names}; name one of each organisation": (
        "チェーンコード {chaincode} に {names} のサービスがありません。組織ごとに一つ指定してください。"
    ),
    "the memberships of {names} are missing; get the files from them": (
        "{names} の参加情報がありません。その自治体からファイルを受け取ってください。"
    ),
    "there are two memberships of {name}; keep the one that it gave last": (
        "{name} の参加情報が二つあります。最後に受け取ったものだけを残してください。"
    ),
    "{names} does not catch up; look at its log": "{names} が追いつきません。ログを確かめてください。",
    "there is no member {identity}; genpon-network identity list shows those that there are": (
        "身元 {identity} はありません。一覧は genpon-network identity list で見られます。"
    ),
    "revoked {count} certificates of {identity} at the authority of {municipality}": (
        "{municipality} の認証局で {identity} の証明書 {count} 枚を失効させました"
    ),
    "{id} has no certificate {serial}; genpon-network identity list shows those that it has": (
        "{id} に証明書 {serial} はありません。一覧は genpon-network identity list で見られます。"
    ),
    "{id} has {count} certificates that begin with {serial}; genpon-network identity list shows those that it has": (
        "{serial} で始まる {id} の証明書が {count} 枚あります。genpon-network identity list で見て、一つに決まるように書いてください。"
    ),
    (
        "the network itself works with certificate {serial:x} of {id}, and would be shut out; genpon-network renew {owner} --new-key "
        "gives it another one, then revoke this one with --serial"
    ): (
        "{id} の証明書 {serial:x} はネットワーク自身が使っており、失効させると締め出されます。genpon-network renew {owner} "
        "--new-key で新しくしてから、--serial でこの証明書を失効させてください。"
    ),
    "{name}'s membership was made for another consortium file; all municipalities use the same one": (
        "{name} の参加情報は別の構成ファイルで作られています。全自治体が同じファイルを使ってください。"
    ),
    "{name}'s membership does not fit the consortium file; make it again": (
        "{name} の参加情報が構成ファイルと合いません。作り直してください。"
    ),
    "{name} is no membership ({refusal}); it is what a municipality's `membership` command prints": (
        "{name} は参加情報ではありません（{refusal}）。自治体の `membership` コマンドの出力を使ってください。"
    ),
    "{name}'s membership holds a certificate that is none; make it again": (
        "{name} の参加情報に、証明書でないものがあります。作り直してください。"
    ),
    "no peer answers; start the network with genpon-network up, then the same again": (
        "応答するピアがありません。genpon-network up でネットワークを起動してから、同じコマンドをもう一度入力してください。"
    ),
    "{municipality} updates the channel's configuration": "{municipality} がチャネルの構成を変更しています",
    "no peer has the change yet; look at the orderers with genpon-network status, then the same again": (
        "変更がどのピアにも届きません。genpon-network status でオーダラーを確かめてから、同じコマンドをもう一度入力してください。"
    ),
    "every organisation's gateway endorses": "すべての組織のゲートウェイが裏書できます",
    "the gateway endorses": "ゲートウェイが裏書できます",
    "{count} nodes joined channel {channel}": "{count} 個のノードがチャネル {channel} に参加しました",
    ", in place of {version}": "（{version} の代わり）",
    "agreeing on chaincode {chaincode} {version}, sequence {sequence}{before}": (
        "チェーンコード {chaincode} {version}、連番 {sequence} に合意しています{before}"
    ),
}
