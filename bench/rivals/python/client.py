"""Our clients as a source of load: one JSON object a line, on standard input what to do, on standard output how it went."""

import asyncio
import base64
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from genpon.gateway import CommitStatusError, Gateway, Identity, PrivateKeySigner, Tls, aio, connect

Given = dict[str, Any]
KINDS = ("sync", "asyncio", "uvloop")


def main() -> int:
    """Works as the kind of client that is named."""
    (kind,) = sys.argv[1:]
    if kind == "sync":
        serve_sync()
    elif kind == "uvloop":
        import uvloop  # noqa: PLC0415 - only this kind needs it

        uvloop.run(serve_async())
    else:
        asyncio.run(serve_async())
    return 0


def serve_sync() -> None:
    """Threads, as many as there are calls in flight."""
    who = json.loads(sys.stdin.readline())
    waiting: set[threading.Thread] = set()
    with connect(**_connection(who)) as gateway:
        print("{}", flush=True)
        for line in sys.stdin:
            todo = json.loads(line)
            if todo["commits"] is None:
                done = _perform(gateway, who["channel"], todo)
            else:
                waiting |= _begin(gateway, todo["commits"])
                done = {"open": sum(thread.is_alive() for thread in waiting)}
            print(json.dumps(done), flush=True)


async def serve_async() -> None:
    """Tasks, as many as there are calls in flight."""
    who = json.loads(sys.stdin.readline())
    waiting: set[asyncio.Task[None]] = set()
    async with aio.connect(**_connection(who)) as gateway:
        print("{}", flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            todo = json.loads(line)
            if todo["commits"] is None:
                done = await _perform_async(gateway, who["channel"], todo)
            else:
                waiting |= {asyncio.create_task(_status(gateway, request)) for request in todo["commits"]}
                done = {"open": sum(not task.done() for task in waiting)}
            print(json.dumps(done), flush=True)


def _connection(who: Given) -> Given:
    return {
        "target": who["target"],
        "identity": Identity(who["msp_id"], who["certificate"].encode()),
        "signer": PrivateKeySigner.from_pem(who["key"]),
        "tls": Tls(who["tls_ca"].encode(), server_name=who["server_name"]),
    }


def _calls(todo: Given) -> Iterator[tuple[str, ...]]:
    for number in range(todo["count"]):
        yield (todo["function"],) if todo["value"] is None else (todo["function"], str(number % todo["keys"]), todo["value"])


def _perform(gateway: Gateway, channel: str, todo: Given) -> Given:
    contract = gateway.get_network(channel).get_contract(todo["chaincode"])
    call: Callable[..., bytes] = contract.evaluate_transaction if todo["kind"] == "evaluate" else contract.submit_transaction
    taken: list[float] = []
    left, lock = _calls(todo), threading.Lock()

    def work() -> None:
        while True:
            with lock:
                arguments = next(left, None)
            if arguments is None:
                return
            begun = time.perf_counter()
            call(*arguments)
            taken.append(_milliseconds(begun))

    began = time.perf_counter()
    with ThreadPoolExecutor(todo["in_flight"]) as pool:
        for worker in [pool.submit(work) for _ in range(todo["in_flight"])]:
            worker.result()
    return {"seconds": time.perf_counter() - began, "milliseconds": taken}


async def _perform_async(gateway: aio.Gateway, channel: str, todo: Given) -> Given:
    contract = gateway.get_network(channel).get_contract(todo["chaincode"])
    call: Callable[..., Any] = contract.evaluate_transaction if todo["kind"] == "evaluate" else contract.submit_transaction
    taken: list[float] = []
    left = _calls(todo)

    async def work() -> None:
        for arguments in left:
            begun = time.perf_counter()
            await call(*arguments)
            taken.append(_milliseconds(begun))

    began = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(todo["in_flight"])))
    return {"seconds": time.perf_counter() - began, "milliseconds": taken}


def _milliseconds(begun: float) -> float:
    return round((time.perf_counter() - begun) * 1000, 3)


def _begin(gateway: Gateway, requests: list[str]) -> set[threading.Thread]:
    commits = [gateway.restore_commit(base64.b64decode(request)) for request in requests]
    threads = {threading.Thread(target=_quietly, args=(commit.status,), daemon=True) for commit in commits}
    for thread in threads:
        thread.start()
    return threads


def _quietly(ask: Callable[[], object]) -> None:
    try:
        ask()
    except CommitStatusError:
        return


async def _status(gateway: aio.Gateway, request: str) -> None:
    try:
        await gateway.restore_commit(base64.b64decode(request)).status()
    except CommitStatusError:
        return


if __name__ == "__main__":
    sys.exit(main())
