"""Keys, signing requests, concluded files, signed acts; and options that many commands have."""

HELP = {
    "Genpon 原本: originals of municipal contracts, on a ledger that municipalities run together.": (
        "Genpon 原本：自治体が共同で動かす台帳で、契約の原本を保ちます。"
    ),
    "Show the version and exit.": "版を表示して終わります。",
    "Keys that sign acts.": "行為に署名する鍵。",
    "Make a private key in a file.": "秘密鍵をファイルに作ります。",
    "Where to write the private key (PEM).": "秘密鍵を書くファイル（PEM）。",
    "Kind of key.": "鍵の種類。",
    "File with the key's passphrase; asked for at a terminal otherwise.": "鍵のパスフレーズのファイル。省略すると端末で尋ねます。",
    "Leave the file unencrypted.": "ファイルを暗号化しません。",
    "Where to write the public half (PEM), for those who name the key.": "公開鍵を書くファイル（PEM）。鍵を登録する人に渡します。",
    "Print the result, or the error, as JSON.": "結果またはエラーを JSON で出力します。",
    "Language of messages: ja or en; also GENPON_LANG.": "表示の言語：ja か en。GENPON_LANG でも指定できます。",
    "Show a key's kind and fingerprint.": "鍵の種類と指紋を表示します。",
    "Private key, public key or certificate.": "秘密鍵、公開鍵、または証明書。",
    "Ask for a key's registration: an act file, signed by the key itself.": (
        "鍵の登録を依頼するファイルを作ります。その鍵自身で署名した行為です。"
    ),
    "Private key that signs (PEM).": "署名する秘密鍵（PEM）。",
    "The charter's digest, or its file.": "参加協定書の指紋か、そのファイル。",
    "Id of the counterparty or officer whose key it is.": "鍵の持ち主である相手方か職員の id。",
    "The organisation's certificate for the key.": "その鍵に対する組織の証明書。",
    "Where to write the request.": "依頼を書くファイル。",
    "Signing requests: read, sign, return, decline, without a ledger.": "署名依頼：確認・署名・差戻し・辞退。台帳は要りません。",
    "Verify a signing request with all its files, and show what would be signed.": (
        "署名依頼を全書類とともに検証し、署名する内容を表示します。"
    ),
    "The signing-request file.": "署名依頼のファイル。",
    "Folder to write the files to, once they are proved.": "検証した書類を書き出すフォルダー。",
    "Sign a request: every file is checked again, and the signed act written to a file for the municipality.": (
        "依頼に署名します。全書類を改めて確かめ、自治体に渡す行為のファイルを書きます。"
    ),
    "Id of the counterparty, where there are several.": "相手方が複数のとき、その id。",
    "Id of the officer who signs, where the counterparty is a department.": "相手方が部署のとき、署名する職員の id。",
    "The officer's assignment.": "職員の任命。",
    "Where to write the signed act.": "署名した行為を書くファイル。",
    "Sign without asking.": "確認せずに署名します。",
    "Return a request for a new revision, with a reason (documents, amount, period, parties, other).": (
        "理由（documents・amount・period・parties・other）を付けて、次の版を求めて差し戻します。"
    ),
    "Code of the reason.": "理由のコード。",
    "The reason in words; it travels in the file, never on the ledger.": "理由の文章。ファイルに入れて渡し、台帳には載せません。",
    "File with the reason in words (UTF-8).": "理由の文章のファイル（UTF-8）。",
    "Decline a request for good, with a reason (amount, period, capacity, other).": (
        "理由（amount・period・capacity・other）を付けて辞退します。元に戻せません。"
    ),
    "Concluded files: verify the original, without a ledger.": "締結済みファイル：台帳なしで原本を検証します。",
    "Verify every act and every file of a concluded contract, and say what that proves.": (
        "締結した契約の全行為と全書類を検証し、何が証明されるかを示します。"
    ),
    "The concluded file.": "締結済みファイル。",
    "Signed acts: bring them onto the ledger.": "署名した行為：台帳に載せます。",
    "Submit a signed act; the same act again gets the same answer.": (
        "署名した行為を提出します。同じ行為をもう一度出しても答えは同じです。"
    ),
    "The act file; whoever signed it, anybody may submit it.": "行為のファイル。署名した人でなくても提出できます。",
    "Submit what is still in the outbox, after a crash or a loss of connection.": (
        "異常終了や切断の後、送信箱に残っているものを提出します。"
    ),
}
