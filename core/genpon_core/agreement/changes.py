"""Changes of what binds all 共同事項: each names the version that it replaces and the moment from which it holds."""

from typing import Annotated, Literal

from pydantic import Field

from genpon_core import canonical
from genpon_core.charters import Anchor, Body, BodyId, Endorsing, Member
from genpon_core.models import Bytes, Digest, Moment, Strict
from genpon_core.parameters import Parameters

_Code = Annotated[str, Field(pattern=r"^[0-9]{6}$")]


class Members(Strict):
    """Municipalities that join or leave; who leaves and joins at once is replaced."""

    topic: Literal["members"]
    add: Annotated[list[Member], Field(max_length=20)]
    remove: Annotated[list[_Code], Field(max_length=100)]


class Administrators(Strict):
    """Both administrator keys of a municipality anew: for when both are lost."""

    topic: Literal["administrators"]
    code: _Code
    administrators: Annotated[list[Bytes], Field(min_length=2, max_length=2)]


class EndorsingSet(Strict):
    """Another endorsing set 検証団体; the chaincode's own definition is changed by Fabric's lifecycle."""

    topic: Literal["endorsing"]
    endorsing: Endorsing


class Anchors(Strict):
    """Trust anchors that come, and go by the SHA-256 of their certificates."""

    topic: Literal["anchors"]
    add: Annotated[list[Anchor], Field(max_length=10)]
    remove: Annotated[list[Digest], Field(max_length=100)]


class Algorithms(Strict):
    """The signature algorithms that acts may use from then on."""

    topic: Literal["algorithms"]
    algorithms: Annotated[list[str], Field(min_length=1, max_length=20)]


class Bodies(Strict):
    """Accrediting bodies that come, and go by their ids."""

    topic: Literal["bodies"]
    add: Annotated[list[Body], Field(max_length=20)]
    remove: Annotated[list[BodyId], Field(max_length=100)]


class NewParameters(Strict):
    """The agreement's numbers, all of them."""

    topic: Literal["parameters"]
    parameters: Parameters


class Change(Strict):
    """A change.

    Attributes:
        replaces: digest of the latest change that was adopted, the charter's before the first.
        valid_from: holds from then, never from the past.
        content: what changes.
    """

    replaces: Digest
    valid_from: Moment
    content: Annotated[
        Members | Administrators | EndorsingSet | Anchors | Algorithms | Bodies | NewParameters, Field(discriminator="topic")
    ]

    @property
    def digest(self) -> str:
        """What municipalities approve, and what the next change names."""
        return canonical.digest(self.model_dump())

    @property
    def asset(self) -> str:
        """Id of the asset that collects the approvals."""
        return f"change/{self.digest}"

    @property
    def renamed(self) -> tuple[str, ...]:
        """Codes of the municipalities whose administrators the change names."""
        content = self.content
        if isinstance(content, Members):
            return tuple(member.code for member in content.add)
        return (content.code,) if isinstance(content, Administrators) else ()

    @property
    def new_keys(self) -> tuple[bytes, ...]:
        """The SubjectPublicKeyInfo of every key that the change brings."""
        content = self.content
        if isinstance(content, Members):
            return tuple(spki for member in content.add for spki in member.administrators)
        if isinstance(content, Administrators):
            return tuple(content.administrators)
        return tuple(spki for body in content.add for spki in body.keys) if isinstance(content, Bodies) else ()
