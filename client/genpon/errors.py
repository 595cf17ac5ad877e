"""Every error of the client, in one tree.

```
GenponError             a code and parameters; `str(error)` is one sentence that says what is wrong and what to do
├── Refused             the rules, a file or a key do not let it through: nothing has been done          exit code 1
├── UsageError          the call itself is wrong                                                         exit code 2
├── Unreachable         the ledger does not answer: nothing has been recorded                            exit code 3
├── OutcomeUnknown      the act may be on the ledger all the same: ask again                             exit code 4
└── VerificationFailed  what should be an original is none                                               exit code 5
```

```python
try:
    ledger.contracts.approve(contract, bundle=bundle)
except Refused as refused:
    print(refused.code, refused)
```
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import ClassVar

from genpon_core.errors import Parameter, Refusal

__all__ = ["GenponError", "OutcomeUnknown", "Refused", "Unreachable", "UsageError", "VerificationFailed", "refusals_as"]


class GenponError(Exception):
    """What went wrong, as a code with parameters.

    Attributes:
        exit_code: of the `genpon` command.
        code: dotted, lower case, stable; `genpon.words` has its sentences.
        parameters: ids, names of fields, numbers; never a person's data, a secret or a payload.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, parameters: Mapping[str, Parameter] | None = None) -> None:
        self.code = code
        self.parameters: dict[str, Parameter] = dict(parameters or {})
        super().__init__(code, self.parameters)

    def __str__(self) -> str:
        from genpon.words import sentence  # noqa: PLC0415 - the tables of words are read only when somebody wants words

        return sentence(self.code, self.parameters)


class Refused(GenponError):  # noqa: N818 - an outcome, named as people name it
    """The rules, a file or a key do not let it through; nothing has been done."""

    @classmethod
    def of(cls, refusal: Refusal) -> "Refused":
        """The refusal of the rules as the client's error."""
        return cls(refusal.code, refusal.parameters)


class UsageError(GenponError):
    """The call itself is wrong, whatever the ledger holds."""

    exit_code = 2


class Unreachable(GenponError):  # noqa: N818 - an outcome, named as people name it
    """The ledger does not answer; nothing has been recorded."""

    exit_code = 3


class OutcomeUnknown(GenponError):  # noqa: N818 - an outcome, named as people name it
    """The act was handed over and no answer came: it may be on the ledger all the same."""

    exit_code = 4


class VerificationFailed(GenponError):  # noqa: N818 - an outcome, named as people name it
    """What should be an original, or what organisations answered, does not hold."""

    exit_code = 5


@contextmanager
def refusals_as(error: type[GenponError] = Refused) -> Iterator[None]:
    """Turns what the rules, or a file, refuse into the client's error; also usable as a decorator.

    A local file that cannot be read or written (`file.…`) says nothing about an original, so that stays `Refused`.

    Args:
        error: the class that a refusal becomes, such as `VerificationFailed` while an original is verified.
    """
    try:
        yield
    except (Refusal, Refused) as refusal:
        if isinstance(refusal, Refused) and refusal.code.startswith("file."):
            raise
        raise error(refusal.code, refusal.parameters) from None
