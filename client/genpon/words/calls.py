"""Sentences about command lines that cannot be understood."""

from genpon.words.sentences import Words

SENTENCES = {
    "cli.not_understood": Words("{problem}書き方は {help} で確かめてください。", "{problem} See {help}."),
    "cli.wrong_call": Words("コマンドの書き方が違います（{problem}）。", "The call is wrong ({problem})."),
    "cli.no_command": Words("コマンド {command} はありません。", "There is no command {command}."),
    "cli.no_command_like": Words(
        "コマンド {command} はありません（{like} ではありませんか）。", "There is no command {command}; you may mean {like}."
    ),
    "cli.no_option": Words("オプション {option} はありません。", "There is no option {option}."),
    "cli.no_option_like": Words(
        "オプション {option} はありません（{like} ではありませんか）。", "There is no option {option}; you may mean {like}."
    ),
    "cli.missing": Words("{option} がありません。", "{option} is missing."),
    "cli.missing_variable": Words(
        "{option} がありません（環境変数 {variable} でも指定できます）。",
        "{option} is missing; {variable} in the environment would do too.",
    ),
    "cli.needs_value": Words("{option} には値が必要です。", "{option} needs a value."),
    "cli.takes_no_value": Words("{option} に値は付けられません。", "{option} takes no value."),
    "cli.too_much": Words("{values} は余分です。", "{values} is too much."),
    "cli.no_number": Words("{option} には整数を書いてください。", "{option} must be a whole number."),
    "cli.too_small": Words("{option} は {limit} 以上にしてください。", "{option} must not be less than {limit}."),
    "cli.too_large": Words("{option} は {limit} 以下にしてください。", "{option} must not be more than {limit}."),
    "cli.not_one_of": Words("{option} には {values} のいずれかを書いてください。", "{option} must be one of {values}."),
    "cli.wrong_value": Words("{option} の値が正しくありません（{problem}）。", "{option} cannot have that value ({problem})."),
}
