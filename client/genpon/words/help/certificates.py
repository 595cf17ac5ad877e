"""`genpon certificate`."""

HELP = {
    "Certificates: issue, change, hold, present, verify.": "証明書：発行・変更・保管・提示・検証。",
    "Make a challenge for a holder to sign: with a presentation, or with a request for certificates. It counts once.": (
        "本人に署名してもらう要求を作ります。提示か、証明書の依頼に使い、一度だけ有効です。"
    ),
    "Who asks: the verifier's or issuer's address.": "求める者：検証者か発行者のアドレス。",
    "Issue a certificate to one holder, or as many of the same claims as the holder's request has keys.": (
        "一人に証明書を発行します。依頼に鍵が複数あれば、同じ項目の証明書をその数だけ発行します。"
    ),
    "Id of the batch: certificate/<code>/<name>.": "一括発行の id：certificate/<団体コード>/<名前>。",
    "The certificate type's name.": "証明書の種類の名前。",
    "The claims (JSON).": "項目（JSON）。",
    "The holder's public key, on P-256.": "本人の公開鍵（P-256）。",
    "The holder's request: as many certificates are issued as it has keys.": "本人の依頼。鍵の数だけ証明書を発行します。",
    "The challenge file that was given to the holder; it counts once.": "本人に渡した要求のファイル。一度だけ有効です。",
    "Your own, such as an application's number; kept in the register.": "自分の整理番号（申請番号など）。発行簿に残ります。",
    "The last day; as long as the type lets it unless given.": "最後の日。省略すると種類の定める上限まで。",
    "The municipality's https address, which ends with its code; a URN unless given.": (
        "団体コードで終わる自治体の https アドレス。省略すると URN。"
    ),
    "The municipality that has delegated; the issuer's own unless given.": "委任した自治体。省略すると発行者自身。",
    "Folder of what the issuer keeps; the user's own unless given.": "発行簿を置くフォルダー。省略すると利用者のもの。",
    "Issue a certificate for every line of a file, all in one transaction.": (
        "ファイルの一行ごとに証明書を発行します。全部を一つの取引で行います。"
    ),
    'One JSON object a line: "claims", and "reference" and "holder" (a key, PEM) if you like.': (
        '一行に一つの JSON："claims"。必要なら "reference" と "holder"（鍵、PEM）。'
    ),
    "Folder to write the holders' files to.": "本人ごとのファイルを書くフォルダー。",
    "Mint the contractors' performance records from a contract's own acts, one for each.": (
        "契約の行為から、受注者ごとに施工実績を発行します。"
    ),
    "Id of the contract.": "契約の id。",
    "What of the contract the record is about.": "契約の何についての実績か。",
    "A counterparty's name, where its key has no certificate.": "相手方の名称。その鍵に証明書がないとき。",
    "The key that a counterparty's record is issued to.": "相手方の実績を発行する先の鍵。",
    "Claims that the ledger does not have, such as trade (JSON).": "台帳にない項目（工種など、JSON）。",
    "The contract's bundle file, if its terms are sealed.": "契約条件が非公開のとき、契約の書類一式のファイル。",
    "Show what a certificate, or a batch, was worth on a day, as known on a day.": (
        "証明書または一括発行が、ある日に有効だったかを、ある日に知られていたことで示します。"
    ),
    "Id: certificate/<code>/<batch>, or that and /<index> for one of them.": (
        "id：certificate/<団体コード>/<一括発行>。その一枚なら /<番号> を付けます。"
    ),
    "List the batches of a municipality, or of a type.": "自治体または種類の一括発行の一覧を表示します。",
    "A municipality's code, or a certificate type's name.": "団体コードか、証明書の種類の名前。",
    "Find certificates of a batch by your own reference, in the register that is kept here.": (
        "手元の発行簿で、一括発行の証明書を整理番号から探します。"
    ),
    "Your own reference, as it was issued under.": "発行したときの整理番号。",
    "Show the acts of a batch, or of one certificate alone.": "一括発行、またはその一枚だけの行為を表示します。",
    "Suspend a certificate or a whole batch (under_review, requested, other).": (
        "証明書または一括発行の全部を停止します（under_review・requested・other）。"
    ),
    "Code of the reason, for organisations' certificates only.": "理由のコード。組織の証明書に限ります。",
    "Where to keep the reason's text.": "理由の文章を保存する場所。",
    "End a suspension.": "停止を解除します。",
    "Revoke a certificate or a whole batch, for good (mistake, requirements_not_met, misuse, subject_ceased, other).": (
        "証明書または一括発行の全部を取り消します（mistake・requirements_not_met・misuse・subject_ceased・other）。元に戻せません。"
    ),
    "Put another certificate or batch in the place of one, for good.": "証明書または一括発行を別のものに差し替えます。元に戻せません。",
    "The certificate or batch that stands in its place.": "差替え先の証明書か一括発行。",
    "Destroy what ties a certificate or batch to its subjects, by its type's retention rule, and record that it was done.": (
        "種類の保存規則に従い、証明書または一括発行の照合用の情報を廃棄し、廃棄したことを記録します。"
    ),
    "Destroy without asking.": "確認せずに廃棄します。",
    "Export a status list for wallets, an IETF Token Status List signed by an issuing officer.": (
        "ウォレット用の状態リストを書き出します。発行担当の職員が署名した IETF Token Status List です。"
    ),
    "The list's number; without it the numbers are listed.": "リストの番号。省略すると番号の一覧。",
    "The issuer's address in the certificates.": "証明書にある発行者のアドレス。",
    "Where to write the token.": "リストを書くファイル。",
    "How long a copy may be kept.": "写しを保てる時間。",
    "Make fresh keys in a wallet, and the request to an issuer for a certificate to each of them.": (
        "ウォレットに新しい鍵を作り、それぞれへの証明書を発行者に依頼するファイルを書きます。"
    ),
    "The holder's wallet file; made if it is not there.": "本人のウォレットのファイル。なければ作ります。",
    "The issuer's challenge file.": "発行者の要求のファイル。",
    "How many certificates: one for each time it will be shown.": "証明書の枚数。提示する回数だけ。",
    "Take certificates into a wallet.": "証明書をウォレットに受け取ります。",
    "The file that the issuer has handed over.": "発行者から受け取ったファイル。",
    "List what is in a wallet: types, validity, and how often each was shown.": (
        "ウォレットの中身を表示します：種類・有効期間・提示回数。"
    ),
    "Present chosen claims of a certificate, signed for one verifier's challenge; without one, as for paper.": (
        "証明書の選んだ項目を、検証者の要求に対して署名して提示します。要求がなければ紙のための提示です。"
    ),
    "The type's name, or its identifier.": "種類の名前か、識別子。",
    "The claims to show, dotted inside; only what nobody can hide without it.": (
        "示す項目（中の項目はピリオドでつなぐ）。省略すると隠せない項目だけ。"
    ),
    "Show one that was shown before, when all have been: then verifiers can link the two.": (
        "全部提示済みのとき、前に提示したものをもう一度示します。検証者が二つを結び付けられます。"
    ),
    "Write a presentation as QR codes, for paper.": "提示を、紙のための QR コードにします。",
    "The presentation.": "提示のファイル。",
    "Where to write: .svg, .png or .pdf.": "書くファイル：.svg・.png・.pdf。",
    "Pixels, or points, of a module.": "一つの点の大きさ（ピクセルかポイント）。",
    "Gather the acts behind a certificate or a whole batch, for verification without a ledger.": (
        "台帳なしの検証のために、証明書または一括発行の裏付けとなる行為を集めます。"
    ),
    "Code of the municipality whose recognitions decide whom to believe.": "その承認によってだれを信じるかを決める自治体の団体コード。",
    "Ask the four questions: integrity, status, issuer, holder. Exit code 5 if anything is wrong or nobody can say.": (
        "完全性・状態・発行者・本人の四つを確かめます。誤りがあるか、分からなければ終了コード 5。"
    ),
    "The presentation, or the texts of its QR codes, a line each.": "提示のファイルか、QR コードの文字列（一行に一つ）。",
    "The connection profile, to ask the ledger.": "接続プロファイル。台帳に問い合わせます。",
    "Evidence in a file, to verify without a ledger.": "裏付けのファイル。台帳なしで検証します。",
    "With evidence: the charter's digest, or its file.": "裏付けを使うとき：参加協定書の指紋か、そのファイル。",
    "With evidence: you gathered it yourself, so no act is missing.": "裏付けを使うとき：自分で集めたので、欠けた行為はありません。",
}
