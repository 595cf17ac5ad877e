"""Sentences about claims, holders' keys, wallets and paper."""

from genpon.words.sentences import Words

SENTENCES = {
    "claims.holder": Words(
        "個人の証明書（{type}）には、1件ごとに別の本人の鍵が必要です。鍵を揃えてから発行してください。",
        "Each certificate of the type {type} needs a key of its holder that no other has; ask the holder for keys.",
    ),
    "claims.moments": Words(
        "個人の証明書（{type}）の発行日時と有効期間は、日本時間の0時にしてください（時刻で本人が特定されるのを防ぎます）。",
        "Issue certificates of the type {type} at midnight in Japan, and let them begin and end then: a time singles out their holder.",
    ),
    "claims.wrong": Words(
        "証明書（{type}）の項目 {claim} に誤りがあります（{problem}）。直してやり直してください。",
        "The claim {claim} of the type {type} is wrong ({problem}); put it right and try again.",
    ),
    "claims.order": Words(
        "{number}件目：「{problem}」直してやり直してください。",
        "Certificate {number} of the batch: “{problem}” Put it right and try again.",
    ),
    "credential.extra_missing": Words(
        "証明書の機能が導入されていません。pip install 'genpon[credentials]' を実行してください。",
        "Credentials are not installed here; run pip install 'genpon[credentials]'.",
    ),
    "paper.damaged": Words(
        "QRコードの内容が壊れています。読み取り直してください。", "What the QR codes say is not whole; scan them again."
    ),
    "paper.ending": Words(
        "{file} には書き出せません。.svg、.png、.pdf のいずれかにしてください。",
        "QR codes cannot be written to {file}; choose a name that ends in .svg, .png or .pdf.",
    ),
    "paper.missing": Words(
        "QRコードが足りません（全{count}枚のうち {missing} 番）。全て読み取ってください。",
        "Of {count} QR codes these are missing: {missing}; scan them too.",
    ),
    "paper.mixed": Words(
        "別の証明書のQRコードが混ざっています。1通分だけを読み取ってください。",
        "QR codes of different papers are mixed; scan those of one paper.",
    ),
    "paper.not_ours": Words(
        "証明書のQRコードではありません。証明書に印刷されたものを読み取ってください。",
        "This is no QR code of a certificate; scan those that are printed on it.",
    ),
    "paper.too_large": Words(
        "QRコードが{codes}枚になり、上限（{limit}枚）を超えます。示す項目を減らしてください。",
        "This would take {codes} QR codes, and at most {limit} are written; show fewer claims.",
    ),
    "possession.no_key": Words(
        "鍵の依頼に鍵が入っていません。ウォレットで作り直してもらってください。", "A request brings no key; ask the holder for a new one."
    ),
    "possession.not_signed": Words(
        "依頼者が鍵を持っていることを確かめられません。ウォレットで作り直してもらってください。",
        "Nothing shows that the holder has the key; ask for a new request.",
    ),
    "possession.other_request": Words(
        "この鍵の依頼は別の発行者か別の手続のものです。今回の番号で作り直してもらってください。",
        "The request was made for another issuer or another nonce; ask for one that answers this one.",
    ),
    "possession.repeated": Words(
        "同じ鍵が二度含まれています。ウォレットで作り直してもらってください。", "A key stands in the request twice; ask for a new one."
    ),
    "possession.stale": Words(
        "鍵の依頼が古すぎるか未来の日時です（{limit_seconds}以内のものが必要です）。作り直してもらってください。",
        "The request is older than {limit_seconds}, or from the future; ask for a new one.",
    ),
    "wallet.all_shown": Words(
        "種類 {type} の証明書は全て提示済みです。新しいものを取得するか、再提示を指定してください。",
        "Every certificate of the type {type} has been shown once; get new ones, or say that one may be shown again.",
    ),
    "wallet.expired": Words(
        "種類 {type} の証明書は有効期間の外です。新しいものを取得してください。",
        "No certificate of the type {type} counts at present; get a new one.",
    ),
    "wallet.full": Words(
        "ウォレットの鍵が上限（{limit}件）に達しました。新しいウォレットを作ってください。",
        "The wallet may have {limit} keys at most; begin another one.",
    ),
    "wallet.none": Words(
        "ウォレットに種類 {type} の証明書がありません。発行を受けてください。",
        "The wallet has no certificate of the type {type}; get one first.",
    ),
    "wallet.not_ours": Words(
        "この証明書はこのウォレットの鍵に発行されたものではありません。依頼に使ったウォレットを指定してください。",
        "The credential was issued to a key that is not in this wallet; open the one that asked for it.",
    ),
    "wallet.other_key": Words(
        "ウォレットの鍵が壊れています。控えから戻してください。", "A key of the wallet is not the one that it should be; restore the file."
    ),
}
