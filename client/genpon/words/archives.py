"""Sentences about archives: signing requests and concluded files."""

from genpon.words.sentences import Words

_AGAIN = "元のファイルを受け取り直してください。"
_ASK = "ask for the original file again"

SENTENCES = {
    "archive.compressed": Words(
        "{file} は圧縮し直されています（{entry}）。" + _AGAIN, "{file} has been packed anew with compression ({entry}); " + _ASK + "."
    ),
    "archive.damaged": Words("{file} は壊れているか、途中で切れています。" + _AGAIN, "{file} is damaged or cut short; " + _ASK + "."),
    "archive.duplicate_entry": Words(
        "{file} に同じ名前のファイルが2つあります（{entry}）。" + _AGAIN, "{file} holds two files of one name ({entry}); " + _ASK + "."
    ),
    "archive.encrypted": Words(
        "{file} は暗号化されています（{entry}）。暗号化されていないファイルを受け取り直してください。",
        "{file} is encrypted ({entry}); ask for one that is not.",
    ),
    "archive.head_too_large": Words(
        "{file} の目録が大きすぎます（上限{limit}バイト）。" + _AGAIN,
        "The head of {file} is too large (at most {limit} bytes); " + _ASK + ".",
    ),
    "archive.missing_entry": Words("{file} に書類 {entry} がありません。" + _AGAIN, "{file} lacks {entry}; " + _ASK + "."),
    "archive.other_kind": Words(
        "{file} はこの種類のファイルではありません（{expected} がありません）。正しいファイルを指定してください。",
        "{file} is not a file of this kind (it has no {expected}); give the right file.",
    ),
    "archive.too_many_entries": Words("{file} に含まれるファイルが多すぎます。" + _AGAIN, "{file} holds too many files; " + _ASK + "."),
    "archive.unknown_entry": Words(
        "{file} に目録にないファイルがあります（{entry}）。" + _AGAIN, "{file} holds a file that nothing describes ({entry}); " + _ASK + "."
    ),
    "archive.unsafe_name": Words(
        "{file} に危険な名前のファイルがあります（{entry}）。開かずに作成元に確認してください。",
        "{file} holds a file with an unsafe name ({entry}); do not open it, and ask where it came from.",
    ),
    "archive.wrong_kind": Words(
        "ファイルの種類が違います（{found}）。{expected} のファイルを指定してください。",
        "The file is of the kind {found}; give one of the kind {expected}.",
    ),
    "archive.wrong_size": Words(
        "{file} の {entry} のサイズが目録と違います。" + _AGAIN, "The size of {entry} in {file} is wrong; " + _ASK + "."
    ),
}
