"""A municipality that issues, a holder, a verifier, and claims of every shape."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import settings
from hypothesis import strategies as st

from genpon_core.canonical import Json
from genpon_core.credentials.disclosures import Salts
from genpon_core.credentials.issuing import credential_signer, issue
from genpon_core.credentials.jws import Sign, signing_with
from genpon_core.credentials.key_binding import Challenge
from genpon_core.credentials.paths import ALWAYS_PLAIN, RESERVED, Path, Selectable
from genpon_core.credentials.sd_jwt import SdJwt
from genpon_core.credentials.terms import StatusReference, Terms
from genpon_core.keys import PublicKey

NOW = 1_795_406_706
CHALLENGE = Challenge("https://toda.example", "8c7f0d2a")


@dataclass(frozen=True)
class Signing:
    """A key pair, made from a number."""

    private: ec.EllipticCurvePrivateKey
    public: PublicKey
    sign: Sign

    @classmethod
    def of(cls, number: int) -> "Signing":
        private = ec.derive_private_key(number, ec.SECP256R1())
        return cls(private, PublicKey.of_private_key(private), signing_with(private))


ISSUER, HOLDER, STRANGER = Signing.of(101), Signing.of(202), Signing.of(303)
TERMS = Terms(
    issuer="https://nagasaki.example",
    type="urn:genpon:tax_clearance:1",
    type_digest="5e" * 32,
    issued_at=NOW - 86400,
    expires_at=NOW + 86400,
    holder=HOLDER.public,
    status=StatusReference("https://nagasaki.example/s/1", 4711),
)
CLAIMS: dict[str, Json] = {
    "name": "長崎橋梁株式会社",
    "corporate_number": "5835678256246",
    "address": {"city": "長崎市", "line": "魚の町4-1"},
    "taxes": ["municipal", "property"],
    "no_arrears": True,
    "amount": 1100000,
}
PATHS: tuple[Path, ...] = (("name",), ("corporate_number",), ("address",), ("address", "city"), ("taxes", None), ("amount",))


def seeded(seed: int) -> Callable[[int], bytes]:
    """Bytes that look random and are the same every time."""
    return random.Random(seed).randbytes


def issued(claims: dict[str, Json] = CLAIMS, paths: tuple[Path, ...] = PATHS, *, seed: int = 1, digests: int = 0, **terms: Any) -> SdJwt:
    signer = credential_signer(ISSUER.sign, key_id=ISSUER.public.fingerprint)
    given = replace(TERMS, **terms)
    return issue(claims, given, signer=signer, selectable=Selectable.of(paths), salts=Salts(seeded(seed)), digests=digests)


_NAMES = st.text("abcdefghijklmnop_", min_size=1, max_size=8).filter(lambda name: name not in RESERVED | ALWAYS_PLAIN)
_LEAVES = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text('神\U000e0100渡辺ab "\\\n~.', max_size=8)
_GROUPS = st.lists(_LEAVES, max_size=3) | st.dictionaries(_NAMES, _LEAVES, max_size=3)
_NESTED = st.lists(_GROUPS, max_size=2) | st.dictionaries(_NAMES, _LEAVES | _GROUPS, max_size=2)
SUBJECTS: st.SearchStrategy[dict[str, Any]] = st.dictionaries(_NAMES, _LEAVES | _GROUPS | _NESTED, max_size=4)
LAW = settings(max_examples=60, deadline=None)


def places(value: Json, path: Path = ()) -> Iterator[Path]:
    """The general path of every claim."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield (*path, name)
            yield from places(member, (*path, name))
    elif isinstance(value, list):
        for element in value:
            yield (*path, None)
            yield from places(element, (*path, None))


@st.composite
def subjects_and_paths(draw: st.DrawFn) -> tuple[dict[str, Any], tuple[Path, ...]]:
    """Claims of any shape, and any of them selectively disclosable."""
    claims = draw(SUBJECTS)
    found = sorted(set(places(claims)), key=str)
    return claims, tuple(draw(st.lists(st.sampled_from(found), unique=True))) if found else ()
