"""Gives the chaincode runtime what a coverage-guided fuzzer makes of real messages, by `python -m tests.long.fuzzing`.

It needs `pip install atheris`; options are libFuzzer's, such as `-max_total_time=600`. Whatever comes, a transaction is answered once; a
refusal is a code with numbers and names of parameters, never what was sent.
"""

import json
import math
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal

import atheris
from google.protobuf.message import DecodeError
from pydantic import BaseModel, Field

with atheris.instrument_imports(include=["genpon_chaincode", "genpon_core"]):
    from genpon_chaincode.contractapi import Context, ContractChaincode, SmartContract, query
    from genpon_chaincode.shim.answering import answer
    from genpon_chaincode.shim.execution import Execution, Rules
    from genpon_chaincode.shim.link import PeerLink
    from genpon_chaincode.shim.observing import Outcome
from genpon_core.fabric.protos import chaincode, proposal_response
from genpon_core.fabric.protos import chaincode_shim as shim
from tests.support.scripted_peer import signed_proposal

PROPOSAL = signed_proposal()
ARGUMENTS_FOLLOW = b"\xff"
"""No protobuf message begins so."""
CODES = {"argument.count", "argument.type", "function.unknown", "proposal.unreadable", "transaction.time"}
NAMES = {"text", "number", "truth", "data", "record", "model", "colour", "texts", "either", "optional", "short"}
CALLS = [
    ["plain", "原本", "-7", "true", "\x01"],
    ["made", '{"number": 1, "names": ["a"]}', '{"inner": {"a": {"number": 2}}}', "red", '["x", ""]'],
    ["bounded", "blue", "", "abc"],
    ["bounded", "blue", "null"],
    ["nobody:knows"],
    ["org.hyperledger.fabric:GetMetadata"],
    [],
]
Short = Annotated[str, Field(max_length=3)]


class Colour(Enum):
    RED = "red"


class Model(BaseModel, extra="forbid"):
    number: int | None = None
    inner: "dict[str, Model]" = {}


@dataclass
class Record:
    number: int
    names: list[str]


class Everything(SmartContract):
    """A parameter of each kind; what comes is given back."""

    @query
    def plain(self, _context: Context, text: str, number: int, truth: bool, data: bytes) -> list[Any]:
        return [text, number, truth, data.hex()]

    @query
    def made(self, _context: Context, record: Record, model: Model, colour: Colour, texts: list[str]) -> list[Any]:
        return [record, model, colour, texts]

    @query
    def bounded(self, _context: Context, either: Literal["blue"], optional: int | None = None, short: Short = "") -> list[Any]:
        return [either, optional, short]


class Told:
    """Counts what it is told."""

    outcomes = 0

    def ended(self, _outcome: Outcome, _seconds: float) -> None:
        self.outcomes += 1

    def hangs(self) -> None: ...

    def returned(self) -> None: ...


RULES = Rules(ContractChaincode([Everything()]), answer, "Org1MSP", math.inf, lambda: 0.0)


def one_input(data: bytes) -> None:
    """One message of a peer, as a transaction: the bytes themselves, or in a sound message the arguments that they hold."""
    try:
        message = _called(data[1:].split(b"\0")) if data[:1] == ARGUMENTS_FOLLOW else shim.ChaincodeMessage.FromString(data)
    except DecodeError:
        return
    link, told = PeerLink(), Told()
    calls = link.open(message.channel_id, message.txid)
    assert calls is not None
    Execution(RULES, told, calls, message, deadline=60).run()
    link.close()
    answers = [shim.ChaincodeMessage.FromString(each) for each in link.outgoing()]
    assert [each.type for each in answers] == [shim.ChaincodeMessage.COMPLETED]
    assert told.outcomes == 1
    response = proposal_response.Response.FromString(answers[0].payload)
    if response.status != 200:
        _check_refusal(json.loads(response.message))


def _check_refusal(said: dict[str, Any]) -> None:
    assert said["code"] in CODES, said
    assert all(isinstance(value, int) or value in NAMES for value in said["parameters"].values()), said


def _called(arguments: Sequence[bytes]) -> Any:
    return shim.ChaincodeMessage(
        type=shim.ChaincodeMessage.TRANSACTION,
        txid="ab" * 32,
        channel_id="genpon",
        payload=chaincode.ChaincodeInput(args=arguments).SerializeToString(),
        proposal=PROPOSAL,
    )


def _seeds(folder: Path) -> None:
    for number, call in enumerate(CALLS):
        given = [text.encode() for text in call]
        (folder / f"message-{number}").write_bytes(_called(given).SerializeToString())
        (folder / f"arguments-{number}").write_bytes(ARGUMENTS_FOLLOW + b"\0".join(given))


def main() -> None:
    """Fuzzes until an input is found that breaks a rule, or time is up."""
    with tempfile.TemporaryDirectory() as folder:
        _seeds(Path(folder))
        atheris.Setup([*sys.argv, folder], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
