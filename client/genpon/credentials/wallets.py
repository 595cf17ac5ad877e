"""A holder's wallet: one private file with its keys and credentials.

A resident asks for many credentials at once, each for a key of its own, and shows each of them once: two verifiers who compare notes find
nothing in common. An organisation, which nobody need protect from being recognised, may show one as often as it likes.

```python
wallet, request = Wallet().ask(20, issuer_challenge, now=now, passphrase=passphrase)
wallet.write(Path("my.wallet.json"))
with Wallet.locked(Path("my.wallet.json")):
    wallet = Wallet.read(Path("my.wallet.json")).with_credentials(CredentialFile.read(path))
    wallet, presentation = wallet.present("urn:genpon:residence:1", [("address",)], challenge=asked, now=now, passphrase=passphrase)
    wallet.write(Path("my.wallet.json"))
```
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import Field

from genpon.credentials.held import CredentialFile, Held
from genpon.credentials.holder_keys import HolderKeysFile
from genpon.errors import Refused, refusals_as
from genpon.json_files import read_json, sync_folder, write_file
from genpon.locking import locked
from genpon_core import canonical
from genpon_core.credentials.jws import Sign, signing_with
from genpon_core.credentials.key_binding import Challenge, bind
from genpon_core.credentials.paths import Path as ClaimPath
from genpon_core.credentials.possession import prove_possession
from genpon_core.credentials.presenting import show
from genpon_core.credentials.terms import Terms
from genpon_core.errors import Refusal
from genpon_core.keys import PublicKey, load_private_key
from genpon_core.models import Bytes, Strict, make, read

SUFFIX = ".wallet.json"
MOST_KEYS = 2000
_MAX_FILE = 64 << 20


class _EntryFields(Strict):
    public_key: Bytes
    private_key: str
    held: dict[str, Any] | None
    shown: Annotated[int, Field(ge=0)]


class _Fields(Strict):
    format: Literal[1]
    kind: Literal["wallet"]
    entries: Annotated[list[dict[str, Any]], Field(max_length=MOST_KEYS)]


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of the holder, and the credential that was issued to it.

    Attributes:
        public_key: the key's public half.
        held: the credential with all its claims, None while it has not come.
        shown: how often it was presented.
    """

    public_key: PublicKey
    _pem: str = field(repr=False)
    held: Held | None = None
    shown: int = 0

    @classmethod
    def new(cls, passphrase: str | None) -> tuple["Entry", Sign]:
        """A fresh key, and what signs with it."""
        key = ec.generate_private_key(ec.SECP256R1())
        encryption: serialization.KeySerializationEncryption = serialization.NoEncryption()
        if passphrase is not None:
            encryption = serialization.BestAvailableEncryption(passphrase.encode())
        pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)
        return cls(PublicKey.of_private_key(key), pem.decode()), signing_with(key)

    def signing(self, passphrase: str | None) -> Sign:
        """What signs with the key.

        Raises:
            Refusal: `key.…`, such as for a wrong passphrase.
        """
        key = load_private_key(self._pem.encode(), None if passphrase is None else passphrase.encode())
        if not isinstance(key, ec.EllipticCurvePrivateKey) or PublicKey.of_private_key(key) != self.public_key:
            raise Refused("wallet.other_key")
        return signing_with(key)

    def with_credential(self, held: Held) -> "Entry":
        """The entry with a credential to its key, never shown if it is another than before."""
        same = self.held is not None and self.held.sd_jwt.jwt == held.sd_jwt.jwt
        return replace(self, held=held, shown=self.shown if same else 0)

    def to_json(self) -> dict[str, Any]:
        """The entry as JSON."""
        held = self.held.to_json() if self.held is not None else None
        fields = make(_EntryFields, public_key=self.public_key.spki, private_key=self._pem, held=held, shown=self.shown)
        return fields.model_dump()

    @classmethod
    def from_json(cls, value: Any) -> "Entry":
        """An entry from decoded JSON.

        Raises:
            Refusal: `json.field`, `key.…` or `credential.…`.
        """
        fields = read(_EntryFields, value, where="entry")
        held = Held.from_json(fields.held) if fields.held is not None else None
        return cls(PublicKey.from_spki(fields.public_key), fields.private_key, held, fields.shown)


@dataclass(frozen=True, slots=True)
class Wallet:
    """Keys and credentials of one holder; each method gives the wallet that follows.

    Attributes:
        entries: in the order in which the keys were made.
    """

    entries: tuple[Entry, ...] = ()

    def ask(self, count: int, challenge: Challenge, *, now: int, passphrase: str | None = None) -> tuple["Wallet", HolderKeysFile]:
        """Fresh keys, and the request to the issuer for a credential to each of them.

        Args:
            count: how many credentials are wanted.
            challenge: the issuer's identifier and the nonce that it gave.
            now: seconds since 1970 (UTC).
            passphrase: encrypts the keys; None leaves them open.

        Raises:
            Refused: `wallet.full`, or `json.field` for an empty challenge.
        """
        if len(self.entries) + count > MOST_KEYS:
            raise Refused("wallet.full", {"limit": MOST_KEYS})
        made = [Entry.new(passphrase) for _ in range(count)]
        with refusals_as():
            proofs = tuple(prove_possession(entry.public_key, sign, challenge, now=now) for entry, sign in made)
        return replace(self, entries=(*self.entries, *(entry for entry, _ in made))), HolderKeysFile(proofs)

    def with_credentials(self, file: CredentialFile) -> "Wallet":
        """The wallet with what an issuer has handed over; what is there already stays as often shown as it was.

        Raises:
            Refused: `wallet.not_ours` for a credential to a key of somebody else, or what `Credential.parse` refuses.
        """
        by_key = {entry.public_key: entry for entry in self.entries}
        for held in file.credentials:
            with refusals_as():
                holder = held.parse().terms.holder
            if holder is None or holder not in by_key:
                raise Refused("wallet.not_ours")
            by_key[holder] = by_key[holder].with_credential(held)
        return replace(self, entries=tuple(by_key[entry.public_key] for entry in self.entries))

    def unused(self, kind: str) -> int:
        """How many credentials of a type have never been shown."""
        return sum(not entry.shown for entry, _, _ in self._of(kind))

    def present(
        self,
        kind: str,
        paths: Iterable[ClaimPath],
        *,
        now: int,
        challenge: Challenge | None = None,
        passphrase: str | None = None,
        again: bool = False,
    ) -> tuple["Wallet", Held]:
        """A presentation, and the wallet that remembers it: of what counts now, the least shown, and of those the newest.

        Args:
            kind: the type's identifier (`vct`).
            paths: of the claims to show.
            now: seconds since 1970 (UTC).
            challenge: the verifier's; without one, as on paper, nothing shows who presents it.
            passphrase: given exactly when the keys are encrypted and there is a challenge.
            again: whether one that was shown before will do, when all have been.

        Raises:
            Refused: `wallet.none`, `wallet.expired`, `wallet.all_shown`, `presentation.no_such_claim`, or `key.…`.
        """
        candidates = self._of(kind)
        if not candidates:
            raise Refused("wallet.none", {"type": kind})
        counting = [(entry, held, terms) for entry, held, terms in candidates if _counts(terms, now)]
        if not counting:
            raise Refused("wallet.expired", {"type": kind})
        entry, held, _ = min(counting, key=lambda one: (one[0].shown, -one[2].issued_at))
        if entry.shown and not again:
            raise Refused("wallet.all_shown", {"type": kind})
        with refusals_as():
            shown = show(held.parse(), paths)
            if challenge is not None:
                shown = bind(shown, challenge, entry.signing(passphrase), now=now)
        used = replace(entry, shown=entry.shown + 1)
        return replace(self, entries=tuple(used if one is entry else one for one in self.entries)), Held(shown, held.proof)

    def _of(self, kind: str) -> list[tuple[Entry, Held, Terms]]:
        held = [(entry, entry.held, entry.held.parse().terms) for entry in self.entries if entry.held is not None]
        return [one for one in held if one[2].type == kind]

    @staticmethod
    def locked(path: Path) -> AbstractContextManager[None]:
        """Holds a wallet's file from reading it to writing it: of two that changed it at once, one's keys would be lost.

        Raises:
            Refused: `file.not_written`.
        """
        return locked(path.with_name(f".{path.name}.lock"), path.name)

    def write(self, path: Path) -> None:
        """Writes the file so that only its owner may read it.

        Raises:
            Refused: `file.not_written`.
        """
        entries = [entry.to_json() for entry in self.entries]
        fields = make(_Fields, format=1, kind="wallet", entries=entries)
        write_file(path, canonical.encode(fields.model_dump()), private=True)
        sync_folder(path.parent)

    @classmethod
    def read(cls, path: Path) -> "Wallet":
        """Reads a wallet.

        Raises:
            Refused: `file.…`, `json.…`, `key.…` or `credential.…`.
        """
        with refusals_as():
            fields = read(_Fields, read_json(path, limit=_MAX_FILE), where="file")
            entries = tuple(map(Entry.from_json, fields.entries))
            for entry in entries:
                if entry.held is not None:
                    entry.held.parse()
        return cls(entries)


def _counts(terms: Terms, now: int) -> bool:
    try:
        terms.check_time(now)
    except Refusal:
        return False
    return True
