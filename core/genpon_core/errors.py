"""The one error of the rules: a refusal, as a code with parameters.

```
Refusal            an act, a file or a value that the rules do not let through
```

Codes are dotted and lower case (`contract.wrong_state`); the words in Japanese and English are the client's. Parameters hold names of
fields, ids, states and dates, never a person's data, a secret or a payload.
"""

from collections.abc import Mapping

Parameter = str | int


class Refusal(Exception):  # noqa: N818 - a refusal is an outcome of the rules, not a fault
    """What the rules refuse, and why.

    Attributes:
        code: dotted, lower case, stable for ever; the client turns it into words.
        parameters: what the words need, such as a field's name or a state.
    """

    def __init__(self, code: str, parameters: Mapping[str, Parameter] | None = None) -> None:
        self.code = code
        self.parameters: dict[str, Parameter] = dict(parameters or {})
        super().__init__(code, self.parameters)

    def __str__(self) -> str:
        if not self.parameters:
            return self.code
        return f"{self.code} ({', '.join(f'{name}={value}' for name, value in sorted(self.parameters.items()))})"
