"""What the command line library says of a call that it does not understand, in our words."""

import re
from collections.abc import Callable
from typing import Any

from genpon_network.words import Message

_Found = re.Match[str]
_KINDS: tuple[tuple[str, Callable[[_Found], Message]], ...] = (
    (
        r"No such command '(.*)'\. Did you mean '(.*)'\?",
        lambda found: Message("there is no command {name}; is it {like}?", name=found[1], like=found[2]),
    ),
    (r"No such command '(.*)'\.", lambda found: Message("there is no command {name}", name=found[1])),
    (
        r"No such option: (\S+) \(Possible options: (.*)\)",
        lambda found: Message("there is no option {name}; is it {like}?", name=found[1], like=found[2]),
    ),
    (r"No such option: (\S+)", lambda found: Message("there is no option {name}", name=found[1])),
    (r"Missing \w+ '(.*)'\.", lambda found: Message("{name} is missing", name=found[1])),
    (r"Option '(.*)' requires an argument\.", lambda found: Message("{name} needs a value", name=found[1])),
    (r"Option '(.*)' does not take a value\.", lambda found: Message("{name} takes no value", name=found[1])),
    (r"Got unexpected extra argument\(s\) \((.*)\)", lambda found: Message("{values} is too much", values=found[1])),
    (r"Invalid value for '(.*)': (.*)", lambda found: Message("{name}: {problem}", name=found[1], problem=_of_value(found[2]))),
)
_VALUES: tuple[tuple[str, Callable[[_Found], Message]], ...] = (
    (r"Input should be a valid integer.*", lambda _: Message("is no whole number")),
    (r"Input should be greater than or equal to (\d+)", lambda found: Message("must not be less than {limit}", limit=found[1])),
    (r"Input should be less than or equal to (\d+)", lambda found: Message("must not be more than {limit}", limit=found[1])),
    (
        r"Value error, '.*' is not one of ('.*')\.",
        lambda found: Message("must be one of {values}", values=re.findall("'([^']*)'", found[1])),
    ),
)


def not_understood(problem: Any, name: str) -> Message:
    """What is wrong with a call, and where to read how it is made.

    Args:
        problem: the library's error.
        name: of the command that was called.
    """
    reason = _told(" ".join(problem.format_message().split()), _KINDS)
    return Message("{problem}; see {command} --help", problem=reason, command=name)


def _of_value(text: str) -> Message:
    return _told(text, _VALUES)


def _told(text: str, kinds: tuple[tuple[str, Callable[[_Found], Message]], ...]) -> Message:
    for pattern, kind in kinds:
        found = re.fullmatch(pattern, text)
        if found is not None:
            return kind(found)
    return Message("{reason}", reason=text)
