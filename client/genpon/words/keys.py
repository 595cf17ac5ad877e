"""Sentences about keys, signatures, algorithms and certificates."""

from genpon.words.sentences import Words

SENTENCES = {
    "algorithm.not_for_key": Words(
        "この鍵では署名方式 {algorithm} を使えません。鍵に合う方式を指定してください。",
        "The key cannot sign with {algorithm}; choose an algorithm of its kind.",
    ),
    "algorithm.not_in_charter": Words(
        "署名方式 {algorithm} は参加協定書で認められていません。認められた方式で署名し直してください。",
        "The charter does not know the algorithm {algorithm}; sign again with one that it names.",
    ),
    "algorithm.not_in_force": Words(
        "{algorithm} は現在使えません。有効な方式で署名し直してください。",
        "The algorithm {algorithm} is not in force now; sign again with one that is.",
    ),
    "algorithm.unknown": Words("知らない方式です。次のいずれかを使ってください：{known}", "The algorithm is unknown; use one of: {known}."),
    "certificate.algorithm": Words(
        "証明書の署名方式（{algorithm}）は使えません（SHA-1など）。新しい証明書を認証局に請求してください。",
        "The certificate is signed with an algorithm that is not taken ({algorithm}), such as SHA-1; ask its authority for a new one.",
    ),
    "certificate.anchor_is_no_authority": Words(
        "参加協定書の認証局の証明書が認証局のものではありません。協定書の管理者に連絡してください。",
        "The charter's trust anchor is no certification authority; tell those who keep the charter.",
    ),
    "certificate.corporate_number": Words(
        "証明書に正しい法人番号がありません。法人番号の入った法人の証明書を使ってください。",
        "The certificate has no valid corporate number; use an organisation's certificate that carries one.",
    ),
    "certificate.extension": Words(
        "{which}に扱えない拡張（{extension}）があります。別の証明書を使ってください。",
        "The {which} has an extension that is not taken ({extension}); use another certificate.",
    ),
    "certificate.is_an_authority": Words(
        "これは認証局の証明書です。署名する法人の証明書を使ってください。",
        "This is an authority's certificate; use the one of the organisation that signs.",
    ),
    "certificate.key_usage": Words(
        "この証明書は電子署名用ではありません。電子署名用の証明書を使ってください。",
        "The certificate is not for digital signatures; use one that is.",
    ),
    "certificate.names_a_person": Words(
        "証明書に個人名が入る項目（{part}）があります。個人の証明書は台帳に載せられません。職員による確認を受けてください。",
        "The certificate may name a person (in {part}), which never goes on the ledger; have officers vouch for the key instead.",
    ),
    "certificate.no_anchor": Words(
        "証明書が参加協定書のどの認証局からも発行されていません。協定書にある認証局の証明書を使うか、職員による確認を受けてください。",
        "No trust anchor of the charter has issued the certificate; use one of its authorities, or have officers vouch for the key.",
    ),
    "certificate.not_issued_by_anchor": Words(
        "証明書が参加協定書の認証局から発行されたものではありません。発行元を確認してください。",
        "The trust anchor has not issued this certificate; check who issued it.",
    ),
    "certificate.not_valid_now": Words(
        "{which}は有効期間の外です。有効な証明書を使ってください。", "The {which} is not valid now; use one that is."
    ),
    "certificate.other_key": Words(
        "証明書の鍵が署名する鍵と違います。対になる証明書と鍵を指定してください。",
        "The certificate is for another key; give the pair that belongs together.",
    ),
    "certificate.other_subject": Words(
        "証明書の法人が {subject} ではありません。法人番号を確認してください。",
        "The certificate's organisation is not {subject}; check the corporate number.",
    ),
    "certificate.subject": Words(
        "証明書の名義（{part}）が法人のものとして読めません。別の証明書を使ってください。",
        "The certificate's subject ({part}) does not read as an organisation; use another certificate.",
    ),
    "certificate.unreadable": Words(
        "{which}が読めません。PEMまたはDERのファイルを指定してください。", "The {which} cannot be read; give it as PEM or DER."
    ),
    "certificate.window": Words(
        "鍵の有効期間が証明書の有効期間を超えています。期間を短くして依頼し直してください。",
        "The key would count longer than its certificate; ask again for a shorter time.",
    ),
    "key.algorithm": Words(
        "この鍵（{kind}）ではその署名方式を使えません。方式か鍵を変えてください。",
        "A key of the kind {kind} cannot sign with that algorithm; change one of them.",
    ),
    "key.administrators": Words(
        "{key} は団体の管理者鍵です。失効ではなく、もう一方の鍵で交替するか、過半数の団体で新しい鍵を決めてください。",
        "{key} is a municipality's administrator key, which is replaced and not revoked: by the other one, or by a majority.",
    ),
    "key.already_admitted": Words(
        "{subject} のこの鍵は登録済みです。手続は不要です。", "The key of {subject} is admitted already; nothing is to be done."
    ),
    "key.already_anchored": Words(
        "{subject} のこの鍵は認証局の証明書で確認済みです。職員の確認は不要です。",
        "The key of {subject} rests on a certificate already; nobody needs to vouch for it.",
    ),
    "key.already_vouched": Words(
        "{signer} はこの鍵を確認済みです。別の職員が確認してください。", "{signer} vouches for the key already; another officer must."
    ),
    "key.belongs_to": Words(
        "この鍵は {subject} のものとして登録されています。別の鍵を作ってください。",
        "The key belongs to {subject}, for ever; make another key.",
    ),
    "key.expired": Words(
        "鍵 {key} の有効期間が過ぎています。新しい鍵を登録してください。", "The key {key} has expired; register a new one."
    ),
    "key.is_private": Words(
        "これは秘密鍵です。公開鍵か証明書を指定し、秘密鍵は誰にも渡さないでください。",
        "This is a private key; give the public key or the certificate, and hand the private key to nobody.",
    ),
    "key.kind": Words(
        "この種類の鍵は使えません。P-256、P-384、RSA（2048ビット以上）のいずれかにしてください。",
        "Keys of this kind are not taken; use P-256, P-384 or RSA of at least 2048 bits.",
    ),
    "key.not_a_counterpartys": Words(
        "{subject} は契約の相手方ではないため、確認の対象になりません。職員の鍵は管理者が登録します。",
        "{subject} is no counterparty; an officer's key is admitted by an administrator.",
    ),
    "key.not_a_private_key": Words(
        "秘密鍵のファイルではありません。PEM形式の秘密鍵を指定してください。", "The file holds no private key; give one in PEM."
    ),
    "key.not_canonical": Words(
        "鍵の記録の形が正規のものではありません。別のソフトで書き出し直してください。",
        "The key is not in its canonical form; export it again.",
    ),
    "key.not_confirmed": Words(
        "{subject} の鍵はまだ確認されていません。市の職員による確認か登録を受けてください。",
        "Nobody has confirmed the key of {subject}; have it admitted, or have officers vouch for it.",
    ),
    "key.not_yet_valid": Words(
        "鍵 {key} の有効期間はまだ始まっていません。開始日以降にやり直してください。",
        "The key {key} is not valid yet; try again when its time has begun.",
    ),
    "key.other_key": Words(
        "別の鍵（{key}）です。文面に記された鍵で署名してください。",
        "This is another key ({key}); sign with the one that the statement names.",
    ),
    "key.passphrase_empty": Words("パスフレーズが空です。1文字以上にしてください。", "The passphrase is empty; give one."),
    "key.passphrase_missing": Words(
        "鍵が暗号化されています。パスフレーズを指定してください（--passphrase-file）。",
        "The key is encrypted; give its passphrase (--passphrase-file).",
    ),
    "key.passphrase_not_needed": Words(
        "鍵は暗号化されていません。パスフレーズの指定を外してください。", "The key is not encrypted; leave the passphrase out."
    ),
    "key.passphrase_wrong": Words(
        "パスフレーズが違います。確認してやり直してください。", "The passphrase is wrong; check it and try again."
    ),
    "key.passphrases_differ": Words("2回の入力が一致しません。やり直してください。", "The two passphrases differ; try again."),
    "key.revoked": Words("鍵 {key} は失効しています。新しい鍵を登録してください。", "The key {key} has been revoked; register a new one."),
    "key.rsa_exponent": Words(
        "RSA鍵の公開指数が使えない値です。鍵を作り直してください。", "The RSA key's exponent is not taken; make a new key."
    ),
    "key.rsa_size": Words(
        "RSA鍵が{bits}ビットです。{least}ビット以上の鍵を作り直してください。",
        "The RSA key has {bits} bits; make one of {least} to {most} bits.",
    ),
    "key.not_the_signers": Words(
        "鍵 {key} は {signer} の現在の鍵ではありません。現在の鍵で署名してください。",
        "{key} is none of the present keys of {signer}; sign with one that is.",
    ),
    "key.subject": Words(
        "{subject} は鍵の持ち主になれません。職員、契約の相手方、団体のいずれかの識別子を指定してください。",
        "{subject} cannot own a key; name an officer, a counterparty or a municipality.",
    ),
    "key.unknown": Words(
        "鍵 {key} は登録されていません。登録依頼を市に提出してください。",
        "The key {key} is not registered; hand a key request to a municipality first.",
    ),
    "key.unreadable": Words(
        "鍵として読めません。PEMまたはDERの鍵か証明書を指定してください。",
        "This cannot be read as a key; give a key or certificate in PEM or DER.",
    ),
    "key.vouched_elsewhere": Words(
        "{signer} の鍵は {municipality} では確認されていません。その市の職員による確認を受けてください。",
        "The key of {signer} is not vouched for in {municipality}; have that municipality's officers vouch for it.",
    ),
    "key.window": Words(
        "鍵の有効期間が正しくありません。終わりが先で、長さが{limit_seconds}以内になるようにしてください。",
        "The key's validity is wrong; it must end in the future and last at most {limit_seconds}.",
    ),
    "signature.invalid": Words(
        "{signer} の署名が正しくありません。元のファイルで署名し直してください。",
        "The signature of {signer} does not hold; sign the original statement again.",
    ),
    "signature.not_made": Words(
        "署名（{algorithm}）が正しく作られませんでした。カードや鍵の設定を確認してください。",
        "The signer made no valid {algorithm} signature; check the card or the key.",
    ),
}
