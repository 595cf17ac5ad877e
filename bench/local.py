"""What runs without a ledger: hashing, decisions, signatures, and the offline verification of a concluded file."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from bench.figures import Figure, per_second, timed
from bench.town import Town
from genpon.concluded_files import verify_concluded
from genpon.hashing import hash_file
from genpon_core import rules
from genpon_core.keys import PrivateKey, PublicKey, sign
from genpon_core.records import Chain, Record
from genpon_core.statements import Act
from genpon_core.worlds import World

MEBIBYTE = 1 << 20
_HASHED = 256 * MEBIBYTE
_SPARSE = 5 * 10**9
_PEAK = """
import pathlib, resource, sys
from genpon.hashing import hash_file
hash_file(pathlib.Path(sys.argv[1]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def hashing_figures(folder: Path, *, runs: int) -> Iterator[Figure]:
    """Our hashing and `sha256sum` of the same file, one after the other in every run."""
    path = folder / "random"
    with path.open("wb") as file:
        for _ in range(_HASHED // MEBIBYTE):
            file.write(os.urandom(MEBIBYTE))
    hash_file(path)
    pairs = [(timed(lambda: hash_file(path)), timed(lambda: _sha256sum(path))) for _ in range(runs)]
    yield Figure("hashing a file of 256 MiB", "MB/s", tuple(_HASHED / 1e6 / ours for ours, _ in pairs))
    yield Figure("the same with sha256sum", "MB/s", tuple(_HASHED / 1e6 / theirs for _, theirs in pairs))
    yield Figure("hashing against sha256sum", "%", tuple(100 * theirs / ours for ours, theirs in pairs), aim=80)


def memory_figures(folder: Path) -> Iterator[Figure]:
    """The largest resident size of a process that hashes a sparse file of 5 GB; almost all of it is Python with our modules."""
    path = folder / "sparse"
    with path.open("wb") as file:
        file.truncate(_SPARSE)
    done = subprocess.run([sys.executable, "-c", _PEAK, str(path)], stdout=subprocess.PIPE, text=True, check=True)
    yield Figure("memory of a process that hashes 5 GB", "MB", (int(done.stdout) * 1024 / 1e6,))


def decision_figures(town: Town, contract: str, *, runs: int) -> Iterator[Figure]:
    """Parsing and deciding every act of a contract again, as the chaincode and a verifier do."""
    chains = town.ledger.contracts.verify(contract).evidence.chains
    charter = town.ledger.charter
    records = chains[contract]
    acts = [(record.act.to_bytes(), World(charter, _lengths(chains, record)), record) for record in records]

    def decide_all() -> None:
        for data, world, record in acts:
            rules.decide(Act.from_bytes(data), world, now=record.recorded_at, transaction=record.transaction)

    rates = (len(acts) * per_second(decide_all) for _ in range(runs))
    yield Figure("decide, parsing and signature included", "per s", tuple(rates))


def signature_figures(*, runs: int) -> Iterator[Figure]:
    """Verifying a signature over a statement's usual kilobyte."""
    message = os.urandom(1000)
    keys: dict[str, PrivateKey] = {
        "ES256": ec.generate_private_key(ec.SECP256R1()),
        "ES384": ec.generate_private_key(ec.SECP384R1()),
        "RS256": rsa.generate_private_key(65537, 2048),
        "PS256": rsa.generate_private_key(65537, 2048),
    }
    for algorithm, key in keys.items():
        public, signature = PublicKey.of_private_key(key), sign(key, algorithm, message)
        rates = [per_second(lambda: public.verify(algorithm, signature, message)) for _ in range(runs)]  # noqa: B023
        yield Figure(f"PublicKey.verify, {algorithm}", "per s", tuple(rates))


def offline_figures(town: Town, contract: str, folder: Path, *, runs: int) -> Iterator[Figure]:
    """Verifying a concluded file with nothing but the charter's digest."""
    path = folder / "contract.concluded.zip"
    town.ledger.contracts.export(contract, town.bundle, path)
    charter = town.ledger.charter.digest
    rates = [per_second(lambda: verify_concluded(path, charter=charter)) for _ in range(runs)]
    yield Figure("offline verification of a concluded file", "per s", tuple(rates))


def _sha256sum(path: Path) -> None:
    subprocess.run(["sha256sum", str(path)], stdout=subprocess.DEVNULL, check=True)


def _lengths(chains: Mapping[str, Chain], record: Record) -> dict[str, Chain]:
    """The chains as they were when a record was decided."""
    return {name: chains[name][:length] for name, length in {**record.rests_on, record.asset: record.sequence}.items()}
