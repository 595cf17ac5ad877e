"""What the command line library says of a call that it does not understand, in words of ours."""

import re
from typing import Any

from genpon import words

_KINDS = (
    ("cli.no_command_like", r"No such command '(?P<command>.*)'\. Did you mean '(?P<like>.*)'\?"),
    ("cli.no_command", r"No such command '(?P<command>.*)'\."),
    ("cli.no_option_like", r"No such option: (?P<option>\S+) \(Possible options: (?P<like>.*)\)"),
    ("cli.no_option", r"No such option: (?P<option>\S+)"),
    ("cli.missing_variable", r"Missing \w+ '(?P<option>.*?)' \(env var: '(?P<variable>\w+)'\)\.?"),
    ("cli.missing", r"Missing \w+ '(?P<option>.*)'\."),
    ("cli.needs_value", r"Option '(?P<option>.*)' requires an argument\."),
    ("cli.takes_no_value", r"Option '(?P<option>.*)' does not take a value\."),
    ("cli.too_much", r"Got unexpected extra argument\(s\) \((?P<values>.*)\)"),
    ("cli.no_number", r"Invalid value for '(?P<option>.*?)': Input should be a valid integer.*"),
    ("cli.too_small", r"Invalid value for '(?P<option>.*?)': Input should be greater than or equal to (?P<limit>\S+)"),
    ("cli.too_large", r"Invalid value for '(?P<option>.*?)': Input should be less than or equal to (?P<limit>\S+)"),
    ("cli.not_one_of", r"Invalid value for '(?P<option>.*?)': (?:Value error, )?'.*' is not one of (?P<values>'.*')\.?"),
    ("cli.wrong_value", r"Invalid value for '(?P<option>.*?)': (?:Value error, )?(?P<problem>.*?)\.?"),
)


def described(problem: Any, program: str) -> dict[str, str]:
    """The parameters of `cli.not_understood`: what is wrong with a call, in the language in force, and where to read how it is made.

    Args:
        problem: the library's error.
        program: what was called, if nobody knows the command.
    """
    called = problem.ctx.command_path if problem.ctx is not None else program
    return {"problem": _what(" ".join(problem.format_message().split())), "help": f"{called} --help"}


def _what(text: str) -> str:
    for code, pattern in _KINDS:
        found = re.fullmatch(pattern, text)
        if found is not None:
            return words.sentence(code, {name: value.replace("'", "") for name, value in found.groupdict().items()})
    return words.sentence("cli.wrong_call", {"problem": text.rstrip(".")})
