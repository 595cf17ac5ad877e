"""Contracts as classes: their transactions and queries are methods with a mark."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from genpon_chaincode.contractapi.arguments import Signature

_F = TypeVar("_F", bound=Callable[..., Any])
_MARK = "__transaction_kind__"


def transaction(function: _F) -> _F:
    """Marks a method as a transaction, which may write."""
    setattr(function, _MARK, False)
    return function


def query(function: _F) -> _F:
    """Marks a method as a query; what it writes is refused."""
    setattr(function, _MARK, True)
    return function


@dataclass(frozen=True)
class Transaction:
    """One function of a contract."""

    name: str
    function: Callable[..., Any]
    read_only: bool
    signature: Signature


class SmartContract:
    """A named contract; subclasses set `name` and mark their functions.

    Attributes:
        name: how clients call it, `name:function`; the class's name unless set.
        transactions: its functions by name, collected from the marks.
    """

    name: ClassVar[str] = ""
    transactions: ClassVar[dict[str, Transaction]] = {}

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "name" not in cls.__dict__:
            cls.name = cls.__name__
        cls.transactions = {
            name: Transaction(name, function, getattr(function, _MARK), Signature.of(function))
            for name in dir(cls)
            if hasattr(function := getattr(cls, name), _MARK)
        }
