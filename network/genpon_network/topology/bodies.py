"""The accrediting bodies of a description, as the charter names them."""

from collections.abc import Collection
from pathlib import Path

from genpon_core import charters
from genpon_core.charters import Name
from genpon_core.errors import Refusal
from genpon_core.keys import PublicKey
from genpon_network.errors import WrongValueError
from genpon_network.topology.loading import ConsortiumError, located
from genpon_network.topology.schema import PEM_BEGIN_KEY, Body, Consortium


def read_bodies(consortium: Consortium, content: bytes, *, name: str, folder: Path) -> list[charters.Body]:
    """Reads the public keys that a description names.

    Args:
        consortium: the description.
        content: its text, for line numbers in errors.
        name: stands before the line number in errors.
        folder: where paths begin.

    Raises:
        ConsortiumError: with one line per key that cannot be used.
    """
    keys: dict[tuple[int, int], bytes] = {}
    problems = []
    for place in ((index, number) for index, body in enumerate(consortium.bodies) for number in range(len(body.public_keys))):
        try:
            keys[place] = _public_key(consortium.bodies[place[0]].public_keys[place[1]], folder, keys.values())
        except WrongValueError as error:
            problems.append((("bodies", place[0], "public_keys", place[1]), error.message))
    if problems:
        raise ConsortiumError(located(content, problems, name))
    return [_body(body, [key for place, key in keys.items() if place[0] == index]) for index, body in enumerate(consortium.bodies)]


def _body(body: Body, keys: list[bytes]) -> charters.Body:
    return charters.Body(id=f"body/{body.name}", name=Name(ja=body.title.ja, en=body.title.en), keys=keys, root=body.root)


def _public_key(text: str, folder: Path, others: Collection[bytes]) -> bytes:
    try:
        key = PublicKey.from_pem_or_certificate(_content(text, folder)).spki
    except Refusal as refusal:
        if refusal.code == "key.is_private":
            raise WrongValueError("is a private key, which belongs nowhere but with its owner; give the public half") from None
        raise WrongValueError(
            "is no public key of a kind that acts are signed with; give one on P-256 or P-384, or RSA, as PEM or DER"
        ) from None
    if key in others:
        raise WrongValueError("is in the list already; every body has keys of its own")
    return key


def _content(text: str, folder: Path) -> bytes:
    if text.lstrip().startswith(PEM_BEGIN_KEY):
        return text.encode()
    if text.lstrip().startswith("-----BEGIN"):
        raise WrongValueError("is PEM, but no public key; it begins with {begin}", begin=PEM_BEGIN_KEY)
    try:
        return (folder / text).read_bytes()
    except (OSError, ValueError) as error:
        raise WrongValueError("{file} cannot be read ({reason}); paths begin at the file's own folder", file=text, reason=error) from None
