"""Certificates with a ledger: a batch of ten thousand from the claims to the record, its bytes on the ledger, statuses and verification."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

from bench.certificate_work import CLAIMS
from bench.figures import Figure, at_once, latencies, percentile, timed
from bench.running import running_ledger
from bench.town import DAY, Place, Town, open_town
from genpon.act_signers import KeySigner
from genpon.credentials.challenges import new_challenge
from genpon.credentials.held import CredentialFile
from genpon.credentials.issuing import Order
from genpon.credentials.wallets import Wallet
from genpon.ledger import Ledger
from genpon_core.certificates.scopes import Scope
from genpon_network.founding import DEFAULT_BODIES, body_path
from genpon_network.native.ledger import NativeLedger

BYTES_AIM = 1
_TYPE = "tax_clearance"
_IN_FLIGHT = 16


@dataclass(frozen=True)
class Office:
    """A municipality that issues, another that verifies, and the bytes of the blocks that a peer has.

    Attributes:
        issuer: an issuing officer's view of the ledger.
        verifier: another municipality's.
        blocks: how many bytes the blocks have.
    """

    town: Town
    issuer: Ledger
    verifier: Ledger
    blocks: Callable[[], int]

    def issue(self, number: int, orders: list[Order]) -> str:
        """A new batch."""
        batch = f"certificate/{self.town.code}/2026-{number:04}"
        self.issuer.certificates.issue(batch, _TYPE, orders)
        return batch


def ledger_figures(kind: str, folder: Path, *, runs: int, size: int) -> Iterator[Figure]:
    """Measures on a fresh ledger.

    Args:
        kind: `embedded` or `fabric`.
        folder: for everything that is made.
        runs: how often a batch is issued.
        size: how many certificates a batch has.
    """
    with _office(kind, folder) as office:
        holders = [KeySigner.of(_key(number)).public_key for number in range(64)]
        orders = [Order(CLAIMS, holders[number % 64], f"A-{number}") for number in range(size)]
        seconds, cpu, grown, batches = [], [], [], []
        for run in range(runs):
            before, used = office.blocks(), time.process_time()
            seconds.append(timed(lambda run=run: batches.append(office.issue(run, orders))))
            cpu.append(time.process_time() - used)
            grown.append(office.blocks() - before)
        yield Figure(f"a batch of {size:,}, from the claims to the record on the ledger", "s", tuple(seconds))
        yield Figure("the same, certificates by the client's processor time", "per s", tuple(size / value for value in cpu))
        yield Figure("blocks that the batch adds, per certificate", "bytes", tuple(value / size for value in grown))
        yield from _statuses(office, batches[0], size)
        yield from _verifications(office)


def _statuses(office: Office, batch: str, size: int) -> Iterator[Figure]:
    """Status acts on certificates of one batch, alone and many at once: a chain of its own for each, so that they never meet."""
    certificates = office.issuer.certificates
    before = office.blocks()
    alone = [timed(lambda index=index: certificates.suspend(f"{batch}/{index}", "other")) for index in range(10)]
    yield Figure("a status act, one after another", "ms", tuple(1000 * value for value in alone))
    yield Figure("blocks that a status act adds", "bytes", ((office.blocks() - before) / len(alone),))
    several = range(100, min(300, size))
    passed = timed(lambda: at_once(lambda index: certificates.suspend(f"{batch}/{index}", "other"), several, _IN_FLIGHT))
    yield Figure(f"status acts on one batch, {_IN_FLIGHT} in flight, none refused", "per s", (len(several) / passed,))
    shown = latencies(lambda index: office.verifier.certificates.show(f"{batch}/{index}"), several, 1)
    yield Figure("status of one certificate, one organisation asked (median)", "ms", (1000 * percentile(shown, 0.5),))


def _verifications(office: Office) -> Iterator[Figure]:
    """The four questions with the ledger, three organisations asked and every act replayed; of a batch that nothing happened to."""
    asked, now = new_challenge("https://nagasaki.example"), int(time.time())
    wallet, request = Wallet().ask(1, asked, now=now)
    (holder,) = request.keys(asked, now=now)
    issued = office.issuer.certificates.issue(f"certificate/{office.town.code}/2026-9999", _TYPE, [Order(CLAIMS, holder)])
    wallet = wallet.with_credentials(CredentialFile((issued.batch.held(0),)))
    bidding = new_challenge("https://toda.example")
    _, presented = wallet.present("urn:genpon:tax_clearance:1", [("name",)], challenge=bidding, now=int(time.time()))

    def verify(_: int) -> None:
        verdict = office.verifier.certificates.verify(presented, challenge=bidding).verdict
        assert verdict.valid, verdict.to_json()  # noqa: S101 - a figure of what is not valid would say nothing

    verify(0)
    found = latencies(verify, range(30), 1)
    yield Figure("the four questions, three organisations asked, every act replayed (median)", "ms", (1000 * percentile(found, 0.5),))
    passed = timed(lambda: at_once(verify, range(60), _IN_FLIGHT))
    yield Figure(f"the same, {_IN_FLIGHT} in flight", "per s", (60 / passed,))


@contextmanager
def _office(kind: str, folder: Path) -> Iterator[Office]:
    with ExitStack() as stack:
        place: Place
        if kind == "fabric":
            real = stack.enter_context(NativeLedger(folder / "network", bodies=DEFAULT_BODIES))
            place, bodies = real, folder / "network"
            blocks = partial(_block_files, real.data.ledger("peer0.nagasaki"))
        else:
            place = stack.enter_context(running_ledger(folder / "ledger"))
            bodies = folder / "ledger"
            blocks = partial(_sqlite_blocks, folder / "ledger" / "ledger.sqlite")
        town = open_town(place, folder)
        issuer = _accredited(town, bodies)
        other = place.charter.members[2]
        verifier = stack.enter_context(
            Ledger.connect(place.profile(other.msp_id), outbox=folder / "outbox", registers=folder / "registers")
        )
        yield Office(town, issuer, verifier, blocks)


def _accredited(town: Town, bodies: Path) -> Ledger:
    """The issuing officer, once types are published and the municipality is accredited."""
    neutral = town.ledger.signed_by(KeySigner.from_pem(body_path(bodies, "neutral")))
    neutral.schemas.publish_shipped([_TYPE])
    everything, until = Scope(("*",), ("*",)), int(time.time()) + 365 * DAY
    neutral.accreditations.accredit("accreditation/neutral/1", f"municipality/{town.code}", everything, valid_until=until)
    return town.issuer


def _key(number: int) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(1000 + number, ec.SECP256R1())


def _block_files(peer: Path) -> int:
    return sum(path.stat().st_size for path in peer.rglob("blockfile_*"))


def _sqlite_blocks(path: Path) -> int:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        (size,) = connection.execute("SELECT COALESCE(SUM(LENGTH(block)), 0) FROM blocks").fetchone()
    return int(size)
