"""Contracts as classes: their transactions and queries are methods with a mark."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar, overload

from genpon_chaincode.contractapi.arguments import Signature
from genpon_chaincode.contractapi.context import Context
from genpon_chaincode.contractapi.errors import BAD_REQUEST, ChaincodeError
from genpon_chaincode.shim import ChaincodeStub

_F = TypeVar("_F", bound=Callable[..., Any])
_MARK = "__transaction__"


@overload
def transaction(function: _F) -> _F: ...
@overload
def transaction(*, name: str) -> Callable[[_F], _F]: ...
def transaction(function: Any = None, *, name: str = "") -> Any:
    """Marks a method, sync or async, as a transaction, which may write.

    Args:
        function: the method.
        name: how clients call it, if not as the method is named.
    """
    return _marked(function, name, read_only=False)


@overload
def query(function: _F) -> _F: ...
@overload
def query(*, name: str) -> Callable[[_F], _F]: ...
def query(function: Any = None, *, name: str = "") -> Any:
    """Marks a method, sync or async, as a query; what it writes is refused.

    Args:
        function: the method.
        name: how clients call it, if not as the method is named.
    """
    return _marked(function, name, read_only=True)


@dataclass(frozen=True)
class Transaction:
    """One function of a contract.

    Attributes:
        name: how clients call it.
        function: the method, not bound.
        read_only: whether it is a query.
        signature: its arguments and its result.
    """

    name: str
    function: Callable[..., Any]
    read_only: bool
    signature: Signature


class SmartContract:
    """A named contract; subclasses set `name` and mark their functions. One object serves all transactions at once, so it keeps no state.

    Attributes:
        name: how clients call it, `name:function`; the class's name unless set.
        title: its title in the metadata.
        version: its version in the metadata.
        transactions: its functions by name, collected from the marks.
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    version: ClassVar[str] = ""
    transactions: ClassVar[dict[str, Transaction]] = {}

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "name" not in cls.__dict__:
            cls.name = cls.__name__
        cls.transactions = {}
        for method in dir(cls):
            function = getattr(cls, method)
            if not hasattr(function, _MARK):
                continue
            name, read_only = getattr(function, _MARK)
            if name in cls.transactions:
                raise TypeError(f"{cls.__name__}: two functions are called {name}")
            if hasattr(SmartContract, method) or not inspect.isfunction(inspect.getattr_static(cls, method)):
                raise TypeError(f"{cls.__name__}: {method} cannot be a transaction; mark plain methods, of names that no contract has")
            cls.transactions[name] = Transaction(name, function, read_only, Signature.of(function))

    def create_context(self, stub: ChaincodeStub) -> Context:
        """What each transaction's hooks and function are given; an override returns a subclass of `Context` with what they share.

        Args:
            stub: the transaction.
        """
        return Context(stub)

    def before_transaction(self, context: Any) -> Any:
        """Called before each function, once its arguments are converted; what it raises is the transaction's outcome. It may be async."""

    def around_transaction(self, context: Any, function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
        """Calls the function; an override does what belongs around that call. It may be async.

        Args:
            context: the transaction.
            function: the contract's method.
            arguments: its converted arguments, after the context.

        Returns:
            The result, to be awaited if the function is async.
        """
        return function(context, *arguments)

    def after_transaction(self, context: Any, result: Any) -> Any:
        """Called after each function that has not raised; it may still write, and refuse by raising. It may be async."""

    def unknown_transaction(self, context: Any) -> Any:
        """Called for a function that the contract does not have; it refuses, unless it is overridden. It may be async."""
        del context
        raise ChaincodeError(BAD_REQUEST, "function.unknown")


def _marked(function: Any, name: str, *, read_only: bool) -> Any:
    def mark(marked: _F) -> _F:
        setattr(marked, _MARK, (name or marked.__name__, read_only))
        return marked

    return mark if function is None else mark(function)
