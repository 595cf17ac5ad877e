"""Policies of single keys: built, changed, read back, and none that does something else than it seems to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genpon_chaincode.shim import KeyEndorsementPolicy, PolicyRefusedError, all_of, any_of, out_of, signature_policy, signed_by
from genpon_core.fabric.policies import Rule, is_satisfied, n_out_of, unsatisfiable
from genpon_core.fabric.protos import msp_principal, policies
from tests.support.recorded_calls import RecordedCalls, stub_of

A, B, C = (signed_by(name, "peer") for name in ("AMSP", "BMSP", "CMSP"))


def _signers(names: str) -> list[tuple[str, str]]:
    return [(f"{name}MSP", "peer") for name in names]


@pytest.mark.parametrize(
    ("rule", "enough", "too_few"),
    [
        (A, ["A", "AB"], ["", "B"]),
        (all_of(A, B), ["AB", "ABC"], ["A", "AA", "AC"]),
        (any_of(A, B), ["A", "B"], ["C", ""]),
        (out_of(2, A, B, C), ["AB", "BC", "AC"], ["A", "AA"]),
        (all_of(A, any_of(B, C)), ["AB", "AC"], ["BC", "A"]),
        (all_of(A, out_of(2, A, B, C)), ["AAB", "ABC"], ["AB", "BC"]),
    ],
)
def test_any_rule(rule: Rule, enough: list[str], too_few: list[str]) -> None:
    envelope = signature_policy(rule)
    assert all(is_satisfied(envelope, _signers(names)) for names in enough)
    assert not any(is_satisfied(envelope, _signers(names)) for names in too_few)
    assert len({identity.SerializeToString() for identity in envelope.identities}) == len(envelope.identities)


@pytest.mark.parametrize(
    "make",
    [
        lambda: out_of(0, A),
        lambda: out_of(2, A),
        all_of,
        any_of,
        lambda: signed_by("", "peer"),
        lambda: signed_by("A", "PEER"),
    ],
)
def test_what_is_no_rule(make: object) -> None:
    with pytest.raises(ValueError, match=r"polic|signature"):
        make()  # type: ignore[operator]


_NAMES = st.sampled_from(["AMSP", "BMSP", "CMSP", "長崎MSP"])
_STEPS = st.lists(st.tuples(st.sampled_from(["member", "peer", "delete"]), st.lists(_NAMES, max_size=3)), max_size=6)


@given(steps=_STEPS)
def test_organisations_are_added_and_taken_out(steps: list[tuple[str, list[str]]]) -> None:
    expected: dict[str, str] = {}
    policy = KeyEndorsementPolicy()
    for step, names in steps:
        if step == "delete":
            policy.del_orgs(*names)
            expected = {name: role for name, role in expected.items() if name not in names}
        else:
            policy.add_orgs(step, *names)
            expected |= dict.fromkeys(names, step)
    assert policy.list_orgs() == sorted(expected)
    if expected:
        data = policy.policy()
        assert KeyEndorsementPolicy(data).policy() == data
        envelope = policies.SignaturePolicyEnvelope.FromString(data)
        assert is_satisfied(envelope, [(name, "peer") for name in expected])
        assert not is_satisfied(envelope, [(name, "peer") for name in list(expected)[1:]])
        assert is_satisfied(envelope, [(name, "client") for name in expected]) == ("peer" not in expected.values())


def _of(principal: object) -> bytes:
    rule = policies.SignaturePolicy(n_out_of=policies.SignaturePolicy.NOutOf(n=1, rules=[policies.SignaturePolicy(signed_by=0)]))
    return bytes(policies.SignaturePolicyEnvelope(rule=rule, identities=[principal]).SerializeToString())


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xff",
        b"\x08\x00",
        n_out_of(1, ["AMSP", "BMSP"]).SerializeToString(),
        signature_policy(all_of(A, any_of(B, C))).SerializeToString(),
        unsatisfiable().SerializeToString(),
        _of(msp_principal.MSPPrincipal(principal_classification=msp_principal.MSPPrincipal.IDENTITY)),
        _of(msp_principal.MSPPrincipal(principal=b"\xff")),
        _of(msp_principal.MSPPrincipal(principal=b"\x0a\x01A\x10\x09")),
    ],
)
def test_a_policy_of_another_kind_is_not_changed_unseen(data: bytes) -> None:
    with pytest.raises(PolicyRefusedError):
        KeyEndorsementPolicy(data)


def test_a_policy_of_nobody_is_refused() -> None:
    policy = KeyEndorsementPolicy()
    policy.add_orgs("peer", "AMSP")
    policy.del_orgs("AMSP", "BMSP")
    with pytest.raises(PolicyRefusedError, match="organisation"):
        policy.policy()
    for role, name in (("admin", "AMSP"), ("peer", "")):
        with pytest.raises(PolicyRefusedError, match="MSP id"):
            policy.add_orgs(role, name)


@pytest.mark.parametrize("data", [b"\xff\xff", b"\x08\x00", b"policy"])
def test_bytes_that_would_freeze_a_key_by_mistake_are_refused(data: bytes) -> None:
    calls = RecordedCalls()
    with pytest.raises(PolicyRefusedError):
        stub_of(calls).set_state_validation_parameter("key", data)
    assert calls.asked == []


def test_a_policy_is_read_and_taken_away() -> None:
    calls = RecordedCalls()
    stub = stub_of(calls)
    stub.set_state_validation_parameter("key", b"")
    assert calls.asked[0][1].metadata.value == b""
    assert stub.get_state_validation_parameter("key") == b""
