"""A message: English where it is made, and Japanese where it is read."""

import errno
from collections.abc import Callable, Mapping, Sequence
from typing import Self

from genpon import words
from genpon.errors import GenponError
from genpon.words import Language
from genpon_core.errors import Refusal
from genpon_network.words.japanese import JAPANESE
from genpon_network.words.terms import TERMS

_JOINED: Mapping[Language, str] = {"en": ", ", "ja": "、"}
_SYSTEM = {
    errno.EACCES: "権限がありません",
    errno.EADDRINUSE: "すでに使われています",
    errno.EADDRNOTAVAIL: "このホストのアドレスではありません",
    errno.ECONNREFUSED: "接続が拒否されました",
    errno.ECONNRESET: "接続が切られました",
    errno.EEXIST: "すでにあります",
    errno.EHOSTUNREACH: "そのホストに届きません",
    errno.EISDIR: "ディレクトリです",
    errno.ENETUNREACH: "ネットワークに届きません",
    errno.ENOENT: "見つかりません",
    errno.ENOEXEC: "実行できる形式ではありません",
    errno.ENOSPC: "ディスクに空きがありません",
    errno.ENOTDIR: "ディレクトリではありません",
    errno.EPERM: "許可されていません",
    errno.EROFS: "読み取り専用です",
    errno.ETIMEDOUT: "時間切れです",
}
"""What the operating system says most; the rest stays as it says it."""


class Message(str):
    """A text in English that can be said in Japanese too.

    As a `str` it is the English text, for logs, programs and tests.

    Args:
        template: the English text with names of parameters in braces; `genpon_network.words` has its Japanese.
        parameters: what the braces stand for. Messages, and errors made of one, are said in the language of the whole; lists are
            joined; refusals of the rules and errors of the operating system are put into words.
    """

    __slots__ = ("parameters", "template")
    template: str
    parameters: Mapping[str, object]

    def __new__(cls, template: str, /, **parameters: object) -> Self:  # noqa: D102 - the class says it
        message = super().__new__(cls, _filled(template, parameters, "en"))
        message.template = template
        message.parameters = parameters
        return message

    @classmethod
    def of_lines(cls, lines: Sequence["Message"]) -> Self:
        """Several messages, one below the other."""
        names = [f"line{number}" for number in range(len(lines))]
        return cls("\n".join(f"{{{name}}}" for name in names), **dict(zip(names, lines, strict=True)))

    def in_language(self, language: Language) -> str:
        """The text in one language."""
        if language == "en":
            return str(self)
        return _filled(JAPANESE.get(self.template, self.template), self.parameters, language)


class Term(Message):
    """A code, such as the state of a process, that has a word in Japanese; in English it stands for itself."""

    __slots__ = ()

    def __new__(cls, code: str) -> Self:  # noqa: D102 - the class says it
        return super().__new__(cls, "{code}", code=code)

    def in_language(self, language: Language) -> str:
        """The word in one language; the code itself where there is none."""
        return TERMS.get(str(self), str(self)) if language == "ja" else str(self)


Report = Callable[[Message], None]
"""Is told each step that a command takes."""


def silent(_step: Message) -> None:
    """Reports to nobody."""


def said(message: Message, *, language: Language | None = None) -> str:
    """A message as it is printed.

    Args:
        message: what to say.
        language: `ja` or `en`; that of `genpon.words` unless given: `GENPON_LANG`, then the locale.
    """
    return message.in_language(language or words.current())


def _filled(template: str, parameters: Mapping[str, object], language: Language) -> str:
    return template.format_map({name: _spoken(value, language) for name, value in parameters.items()})


def _spoken(value: object, language: Language) -> object:
    value = _told(value) if isinstance(value, Exception) else value
    if isinstance(value, Message):
        return value.in_language(language)
    if isinstance(value, (list, tuple)):
        return _JOINED[language].join(str(_spoken(item, language)) for item in value)
    if isinstance(value, (Refusal, GenponError)):
        return words.sentence(value.code, value.parameters, language=language).rstrip(".。")
    if isinstance(value, OSError):
        return _of_the_system(value, language)
    return value


def _told(error: Exception) -> object:
    """The message that an error was made of, if it was; else the error."""
    return error.args[0] if error.args and isinstance(error.args[0], Message) else error


def _of_the_system(error: OSError, language: Language) -> str:
    known = _SYSTEM.get(error.errno or 0) if language == "ja" else None
    return known or error.strerror or str(error) or type(error).__name__
