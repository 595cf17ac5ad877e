"""Sentences about local files."""

from genpon.words.sentences import Words

SENTENCES = {
    "file.changed": Words(
        "ファイル {file} が変わっています。承認・起案したときの内容に戻すか、次の版を起案してください。",
        "The file {file} has changed; restore it, or draft a new revision.",
    ),
    "file.directory": Words("{file} はフォルダーです。ファイルを指定してください。", "{file} is a folder; give a file."),
    "file.empty": Words(
        "ファイル {file} は空です。中身のあるファイルを指定してください。", "The file {file} is empty; give one with contents."
    ),
    "file.exists": Words(
        "{file} は既にあります。別の場所か名前を指定してください。",
        "{file} exists already and is not written over; choose another place or name.",
    ),
    "file.link_loop": Words(
        "{file} のリンクが循環しています。元のファイルを直接指定してください。",
        "{file} is a link that leads back to itself; give the file itself.",
    ),
    "file.missing": Words(
        "ファイル {file} がありません。場所と名前を確認してください。", "There is no file {file}; check its place and name."
    ),
    "file.not_regular": Words(
        "{file} は普通のファイルではありません。ファイルとして保存してから指定してください。",
        "{file} is no regular file; save it as one first.",
    ),
    "file.not_written": Words(
        "ファイル {file} を書き込めません（{reason}）。空き容量と権限を確認してください。",
        "The file {file} cannot be written ({reason}); check space and permissions.",
    ),
    "file.too_large": Words(
        "ファイル {file} が大きすぎます（上限{limit}バイト）。正しいファイルか確認してください。",
        "The file {file} is too large (at most {limit} bytes); check that it is the right one.",
    ),
    "file.unreadable": Words(
        "ファイル {file} が読めません（{reason}）。権限と媒体を確認してください。",
        "The file {file} cannot be read ({reason}); check permissions and the disk.",
    ),
}
