"""Municipalities whose chaincode was altered: they are named, and they hold nothing back."""

import json
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, cast

import pytest

from genpon.bundles import Bundle
from genpon.errors import VerificationFailed
from genpon_chaincode.shim import Response
from genpon_core.certificates.scopes import Scope
from genpon_core.contracts.table import State
from tests.support.consortium import Faulty
from tests.support.town import DAY, Person, World, fresh

pytestmark = pytest.mark.embedded("a chaincode is altered while the ledger runs")


def about_contracts(change: Callable[[list[Any]], None]) -> Callable[[str, Response], Response]:
    """A lie about the records of contracts."""

    def answer(function: str, honest: Response) -> Response:
        if function != "contracts:acts":
            return honest
        chains = json.loads(honest.payload)
        for records in chains.values():
            change(records)
        return Response(payload=json.dumps(chains).encode())

    return answer


def backdate(records: list[Any]) -> None:
    records[-1]["recorded_at"] = "2026-03-31T00:00:00Z"


def forge(records: list[Any]) -> None:
    records[0]["act"]["statement"]["content"]["terms"] = "sealed"


def garbage(function: str, honest: Response) -> Response:
    return Response(payload=b"{") if function.endswith(":acts") else honest


def refuse(function: str, honest: Response) -> Response:
    del function, honest
    return Response(409, message='{"code":"contract.wrong_state","parameters":{"act":"approve","state":"WITHDRAWN"}}')


def stale(function: str, honest: Response) -> Response:
    """The clock is ticked, and still it calls it stale."""
    return Response(409, message='{"code":"clock.stale","parameters":{}}') if function.endswith(":record") else honest


LIES = {
    "withholds the last act": (about_contracts(lambda records: records.pop()), "verify.differs"),
    "backdates": (about_contracts(backdate), "evidence.time"),
    "forges": (about_contracts(forge), "signature.invalid"),
    "knows of nothing": (about_contracts(list.clear), "verify.differs"),
    "babbles": (garbage, "json.syntax"),
    "refuses to answer": (refuse, "contract.wrong_state"),
}


@pytest.mark.parametrize(("lie", "problem"), LIES.values(), ids=LIES.keys())
def test_a_liar_is_named(world: World, contractor: Person, bundle: Bundle, lie: Callable[[str, Response], Response], problem: str) -> None:
    nagasaki = world.town("Nagasaki")
    case = nagasaki.case(bundle, contractor).at(State.APPROVED)
    with cast("Faulty", world.consortium).altered("KawaguchiMSP", lie):
        verified = nagasaki.ledger.contracts.verify(case.id)
    assert verified.view.state is State.APPROVED
    assert set(verified.evidence.agreeing) == {"NagasakiMSP", "TodaMSP", "OmuraMSP"}
    assert [(answer.msp_id, answer.problem) for answer in verified.evidence.dissenting] == [("KawaguchiMSP", problem)]


def test_with_two_liars_of_four_nothing_is_verified(world: World, contractor: Person, bundle: Bundle) -> None:
    nagasaki = world.town("Nagasaki")
    case = nagasaki.case(bundle, contractor).at(State.APPROVED)
    lie, _ = LIES["withholds the last act"]
    with ExitStack() as stack:
        for msp_id in ("KawaguchiMSP", "TodaMSP"):
            stack.enter_context(cast("Faulty", world.consortium).altered(msp_id, lie))
        with pytest.raises(VerificationFailed) as caught:
            nagasaki.ledger.contracts.verify(case.id)
    assert caught.value.code == "verify.too_few_agree"
    assert caught.value.parameters["agreed"] == 2


def hide(function: str, honest: Response) -> Response:
    """Nothing is in any index."""
    return Response(payload=b'{"rows":[],"bookmark":""}') if function.endswith(":index") else honest


def invent(function: str, honest: Response) -> Response:
    """Rows that lead nowhere, and one that is no id."""
    rows = b'{"rows":["accreditation/alliance/invented","\\u0001"],"bookmark":""}'
    return Response(payload=rows) if function.endswith(":index") else honest


def babble(function: str, honest: Response) -> Response:
    return Response(payload=b"[]") if function.endswith(":index") else honest


@pytest.mark.parametrize("lie", [hide, invent, babble, garbage, refuse])
@pytest.mark.parametrize("liar", ["NagasakiMSP", "TodaMSP"])
def test_no_municipality_hides_an_accreditation(world: World, liar: str, lie: Callable[[str, Response], Response]) -> None:
    kind, toda = f"type_{fresh()}", world.town("Toda").ledger.accreditations
    end = world.now + DAY
    # Where nobody else's accreditation of this city reaches.
    neutral, place = world.body("neutral").ledger.accreditations, "422053"
    own = f"accreditation/neutral/{fresh()}"
    begins = neutral.accredit(own, "municipality/422011", Scope((kind,), (place,)), valid_until=end).record.recorded_at
    with cast("Faulty", world.consortium).altered(liar, lie):
        verified = toda.verify("municipality/422011", kind, place, as_of=begins)
    assert [item.id for item in verified.answer.path] == [own]


@pytest.mark.parametrize("lie", [refuse, stale])
@pytest.mark.parametrize("liar", ["NagasakiMSP", "TodaMSP"])
def test_a_municipality_that_refuses_everything_holds_nothing_back(
    world: World, contractor: Person, bundle: Bundle, liar: str, lie: Callable[[str, Response], Response]
) -> None:
    """The contractor's signature gets onto the ledger through another municipality, whatever one of them answers."""
    case = world.town("Nagasaki").case(bundle, contractor).at(State.SENT)
    signature = contractor.sign(contractor.contracts.prepare.sign(case.id))
    with cast("Faulty", world.consortium).altered(liar, lie):
        world.town("Toda").ledger.submit(signature)
    assert case.state is State.SIGNING


def test_an_altered_endorser_adds_nothing_alone(world: World, contractor: Person, bundle: Bundle) -> None:
    """A record of its own making does not match the others', so it never comes together."""
    nagasaki = world.town("Nagasaki")
    case = nagasaki.case(bundle, contractor).at(State.DRAFT)

    def conceal(function: str, honest: Response) -> Response:
        return Response(payload=b'{"record":{},"repeated":true}') if function.endswith(":record") else honest

    with cast("Faulty", world.consortium).altered("KawaguchiMSP", conceal):
        receipt = case.approve()
    assert receipt.record in {entry.record for entry in nagasaki.ledger.contracts.history(case.id)}
