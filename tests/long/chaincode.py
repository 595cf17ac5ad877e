"""What takes too long for `make test`: a chaincode service's memory over many transactions, and a call after a long time of silence.

`python -m tests.long.chaincode --transactions 100000 --idle-minutes 20`, on real Fabric; the last result is in `docs/chaincode.md`.
"""

import argparse
import itertools
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

from genpon.gateway import Contract
from tests.support.native import TinyNetwork, tiny_network
from tests.support.stub_fabric import THREE_CITIES

ORGANISATION, TOWN = "NagasakiMSP", "nagasaki"
IN_FLIGHT = 32
SAMPLES = 10
GROWTH = 1.1
"""How much larger than after the first tenth the service may be at the end."""


def main() -> int:
    """Runs both; 1 if one of them fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transactions", type=int, default=100_000)
    parser.add_argument("--idle-minutes", type=float, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, tiny_network(Path(folder), text=THREE_CITIES.encode()) as network:
        network.up()
        with network.gateway(TOWN) as gateway:
            contract = gateway.get_network("genpon").get_contract("genpon")
            flat = _memory(network, contract, options.transactions)
            answers = _idle(network, contract, options.idle_minutes * 60)
    return 0 if flat and answers else 1


def _memory(network: TinyNetwork, contract: Contract, transactions: int) -> bool:
    first: float | None = None
    size = 0.0
    for number, seconds in _batches(contract, transactions):
        size = _service(network).memory_info().rss / 2**20
        first = size if first is None else first
        _say(f"{number:>7} transactions, {transactions // SAMPLES / seconds:,.0f} per s, the service has {size:.1f} MB")
    return first is not None and size <= first * GROWTH


def _batches(contract: Contract, transactions: int) -> Iterator[tuple[int, float]]:
    """How many transactions were made, and the seconds of the last tenth of them; half of them write, half read."""
    numbers = itertools.count()

    def call(_: int) -> None:
        number = next(numbers)
        arguments = ("put", f"key-{number % 1000}", "x" * 1000) if number % 2 else ("get", f"key-{number % 1000}")
        contract.evaluate_transaction(*arguments, endorsing_organizations=[ORGANISATION])

    with ThreadPoolExecutor(IN_FLIGHT) as pool:
        for sample in range(SAMPLES):
            begun = time.monotonic()
            list(pool.map(call, range(transactions // SAMPLES)))
            yield (sample + 1) * (transactions // SAMPLES), time.monotonic() - begun


def _idle(network: TinyNetwork, contract: Contract, seconds: float) -> bool:
    before = _service(network).pid
    # The silence is what is measured.
    time.sleep(seconds)
    begun = time.monotonic()
    contract.evaluate_transaction("get", "key-1", endorsing_organizations=[ORGANISATION])
    same = _service(network).pid == before
    _say(f"after {seconds / 60:.0f} minutes of silence a call took {(time.monotonic() - begun) * 1000:.0f} ms, service still there: {same}")
    return same


def _service(network: TinyNetwork) -> psutil.Process:
    (child,) = psutil.Process(network.pids()[f"chaincode.{TOWN}"]).children()
    return child


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
