"""What the network commands refuse, as one tree.

```
NetworkError           something of the network is refused; the message is one line that says what to do     exit code 1
├── UsageError         an option or a file's content that cannot be meant                                    exit code 2
└── UnreachableError   a process, a port or a remote service does not answer                                 exit code 3
```
"""

from typing import ClassVar

from genpon_network.words import Message


class NetworkError(Exception):
    """Something that cannot be done with a network, and what to do about it, in one line.

    Args:
        template: the line in English, with names of parameters in braces; `genpon_network.words` has its Japanese.
        parameters: what the braces stand for.

    Attributes:
        message: the line.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, template: str, /, **parameters: object) -> None:
        self.message = Message(template, **parameters)
        super().__init__(self.message)


class UsageError(NetworkError):
    """An option or a combination of options that cannot be meant."""

    exit_code: ClassVar[int] = 2


class UnreachableError(NetworkError):
    """A process or a service that does not answer in time."""

    exit_code: ClassVar[int] = 3


class WrongValueError(ValueError):
    """A value that cannot be meant; the arguments are those of `NetworkError`.

    Attributes:
        message: what is wrong with it, and what to write.
    """

    def __init__(self, template: str, /, **parameters: object) -> None:
        self.message = Message(template, **parameters)
        super().__init__(self.message)
