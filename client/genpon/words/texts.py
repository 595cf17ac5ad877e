"""Sentences about the form of data: JSON, text, times, ids, digests, terms, manifests."""

from genpon.words.sentences import Words

SENTENCES = {
    "date.form": Words("日付は {form} の形で書いてください。", "Write the date as {form}."),
    "id.corporate_number": Words(
        "法人番号 {number} は正しくありません。13桁の番号を確認してください。",
        "{number} is no corporate number; check its 13 digits.",
    ),
    "id.local_government_code": Words(
        "団体コード {code} は正しくありません。検査数字を含む6桁を確認してください。",
        "{code} is no local government code; check its six digits, the last of which checks the others.",
    ),
    "id.individual_number": Words(
        "この番号は個人番号（マイナンバー）の形をしています。台帳には載せられません。別の番号を付けてください。",
        "This number could be somebody's My Number, which must never be on the ledger; give another number.",
    ),
    "id.malformed": Words(
        "{id} は識別子の形になっていません。contract/422011/2026-0001 のように指定してください。",
        "{id} is no id; write it like contract/422011/2026-0001.",
    ),
    "json.duplicate_key": Words(
        "項目 {field} が二重に書かれています。どちらか一方にしてください。", "The field {field} stands there twice; keep one of them."
    ),
    "json.field": Words(
        "項目 {field} に誤りがあります（{problem}）。直してやり直してください。",
        "The field {field} is wrong ({problem}); put it right and try again.",
    ),
    "json.integer_too_large": Words(
        "大きすぎる整数があります。2の53乗より小さい値にしてください。", "An integer is too large; keep within 2^53 − 1."
    ),
    "json.not_canonical": Words(
        "データが正規の形になっていません。作成したソフトの出力をそのまま使ってください。",
        "The data are not in their canonical form; use the file as the program wrote it.",
    ),
    "json.not_utf8": Words(
        "文字コードがUTF-8ではありません（{position}バイト目）。UTF-8で保存し直してください。",
        "The text is not UTF-8 (at byte {position}); save it as UTF-8.",
    ),
    "json.number": Words(
        "数値の書き方に誤りがあります。小数や指数を使わず、整数で書いてください。",
        "A number is no plain integer; write it without a fraction or an exponent.",
    ),
    "json.syntax": Words(
        "JSONとして読めません（{position}文字目）。ファイルが壊れていないか確認してください。",
        "This is no JSON (at character {position}); check that the file is whole.",
    ),
    "json.too_deep": Words(
        "入れ子が深すぎます（{limit}段まで）。構造を見直してください。",
        "The data are nested too deeply (at most {limit} levels); flatten them.",
    ),
    "json.too_large": Words(
        "データが大きすぎます（{size}バイト、上限{limit}バイト）。内容を減らしてください。",
        "The data are too large ({size} bytes; at most {limit}); make them smaller.",
    ),
    "json.type": Words(
        "項目 {field} に使えない種類の値（{type}）があります。文字列・整数・配列などにしてください。",
        "The field {field} has a value of a type that JSON here does not know ({type}); use text, integers or lists.",
    ),
    "manifest.form": Words(
        "書類目録の項目 {field} の形が正しくありません。作成元に作り直しを依頼してください。",
        "The manifest's field {field} has the wrong form; ask for a new file.",
    ),
    "manifest.leaves": Words(
        "書類の数（{leaves}）が範囲外です。{most}件までにまとめてください。",
        "The manifest has {leaves} entries; keep between 1 and {most}.",
    ),
    "manifest.name": Words(
        "{index}番目の書類の名前は使えません。/ や改行を含まない255文字までの名前にしてください。",
        "The name of file {index} cannot be used; rename it without slashes and line ends, up to 255 characters.",
    ),
    "manifest.names": Words(
        "書類目録の名前の数（{names}）が書類の数（{leaves}）と合いません。作り直しを依頼してください。",
        "The manifest has {names} names for {leaves} entries; ask for a new file.",
    ),
    "manifest.salt_repeated": Words(
        "書類目録の乱数が重複しています。作り直しを依頼してください。", "Two entries of the manifest share a salt; ask for a new file."
    ),
    "manifest.salts": Words(
        "乱数の数（{salts}）が書類の数（{files}）と合いません。作り直してください。",
        "There are {salts} salts for {files} files; build the bundle again.",
    ),
    "manifest.terms_first": Words(
        "書類目録の先頭が契約条件ではありません。作り直しを依頼してください。",
        "The manifest does not begin with the terms, or has them twice; ask for a new file.",
    ),
    "merkle.empty": Words("書類が1件もありません。書類を加えてください。", "There are no entries; add at least one."),
    "merkle.index": Words(
        "{index}番目の書類はありません（全{size}件）。番号を確認してください。", "There is no entry {index} among {size}; check the number."
    ),
    "salt.size": Words(
        "乱数の長さが{size}バイトです（{expected}バイト必要）。ファイルを作り直してください。",
        "A salt has {size} bytes, not {expected}; make the file again.",
    ),
    "terms.amount_and_unit_price": Words(
        "契約金額か単価契約のどちらか一方を指定してください。", "Give either an amount or a unit-price contract, not both and not neither."
    ),
    "terms.amount_too_large": Words(
        "契約金額が上限（{limit}円）を超えています。金額を確認してください。", "The amount is above the limit of {limit} yen; check it."
    ),
    "terms.days_reversed": Words(
        "日付の前後が逆です（{field}）。開始日と終了日を確認してください。",
        "The days are in the wrong order at {field}; check start and end.",
    ),
    "terms.more_than_amount": Words(
        "項目 {field} が契約金額を超えています。内訳を確認してください。", "The field {field} is more than the amount; check the parts."
    ),
    "terms.not_in_bundle": Words(
        "契約条件が署名された書類一式のものと一致しません。正しい条件のファイルを使ってください。",
        "These are not the terms that the bundle commits to; use the right file of terms.",
    ),
    "terms.other_parties": Words(
        "契約条件の当事者が契約の当事者と一致しません。条件の当事者を直してください。",
        "The terms name other parties than the contract; correct the parties in the terms.",
    ),
    "text.base64": Words(
        "Base64の値が正しくありません。ファイルが壊れていないか確認してください。", "A value is no base64; check that the file is whole."
    ),
    "text.bidirectional_control": Words(
        "項目 {field} に表示の向きを変える文字（{code_point}）があります。取り除いてください。",
        "The field {field} has a character that turns the writing direction ({code_point}); remove it.",
    ),
    "text.control_character": Words(
        "項目 {field} に制御文字（{code_point}）があります。取り除いてください。",
        "The field {field} has a control character ({code_point}); remove it.",
    ),
    "text.lone_surrogate": Words(
        "項目 {field} に文字として不完全な値（{code_point}）があります。入力し直してください。",
        "The field {field} has half a character ({code_point}); type the text again.",
    ),
    "text.noncharacter": Words(
        "項目 {field} に文字でない値（{code_point}）があります。取り除いてください。",
        "The field {field} has a code point that is no character ({code_point}); remove it.",
    ),
    "time.form": Words("日時は {form} の形で書いてください。", "Write the time as {form}."),
    "time.out_of_range": Words(
        "日時が扱える範囲（1970年から9999年）の外です。値を確認してください。", "The time lies outside 1970 to 9999; check it."
    ),
}
