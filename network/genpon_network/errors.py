"""What the network commands refuse, as one tree.

```
NetworkError           something of the network is refused; the message is one line that says what to do     exit code 1
├── UsageError         an option or a file's content that cannot be meant                                    exit code 2
└── UnreachableError   a process, a port or a remote service does not answer                                 exit code 3
```
"""

from typing import ClassVar


class NetworkError(Exception):
    """Something that cannot be done with a network, and what to do about it, in one line."""

    exit_code: ClassVar[int] = 1


class UsageError(NetworkError):
    """An option or a combination of options that cannot be meant."""

    exit_code: ClassVar[int] = 2


class UnreachableError(NetworkError):
    """A process or a service that does not answer in time."""

    exit_code: ClassVar[int] = 3
