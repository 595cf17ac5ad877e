"""`consortium.yaml`: what is read, and what is refused with line and field."""

import re

import pytest

from genpon_network.topology import ConsortiumError, Layout, default_consortium, read_consortium
from genpon_network.topology.loading import DEFAULT, EXAMPLES, example
from genpon_network.words import said

TEXT = example(DEFAULT).decode()
OMURA = "  - name: omura\n"

BAD = {
    "unknown field": ("channel:", "chanel:", "c.yaml:4: chanel: is an unknown field"),
    "unknown field of a municipality": (
        "    domain: toda.",
        "    domian: toda.",
        "c.yaml:28: municipalities[2].domian: is an unknown field",
    ),
    "missing field": ("    domain: toda.example\n", "", "c.yaml:24: municipalities[2].domain: is missing"),
    "duplicate key": ("name: toda", "name: toda\n    name: x", 'c.yaml:25: is no YAML: found duplicate key "name"'),
    "duplicate name": ("name: toda", "name: omura", "c.yaml:30: municipalities[3].name: 'omura' is omura's already"),
    "duplicate MSP id": ("TodaMSP", "OmuraMSP", "c.yaml:32: municipalities[3].msp_id: 'OmuraMSP' is toda's already"),
    "duplicate code": ('"112241"', '"422053"', "c.yaml:33: municipalities[3].code: '422053' is toda's already"),
    "duplicate domain": ("toda.example", "omura.example", "c.yaml:34: municipalities[3].domain: 'omura.example' is toda's already"),
    "duplicate port": (
        "    domain: toda",
        "    ports: {chaincode: 17050}\n    domain: toda",
        "c.yaml:28: municipalities[2].ports: port 17050 of chaincode.toda is orderer.nagasaki's already",
    ),
    "ports for other peers": (
        "    domain: toda",
        "    ports: {peers: [9001, 9002]}\n    domain: toda",
        "c.yaml:28: municipalities[2].ports.peers: 2 ports for 1 peers",
    ),
    "port out of range": (
        "    domain: toda",
        "    ports: {orderer: 80}\n    domain: toda",
        "municipalities[2].ports.orderer: must not be less than 1024",
    ),
    "base port too high": ("channel: genpon", "channel: genpon\nbase_port: 70000", "c.yaml:5: base_port: must not be more than 65000"),
    "three BFT orderers": ("orderer: true", "orderer: false", "c.yaml:5: consensus: bft needs at least 4 orderers, 3 run one"),
    "unknown consensus": ("consensus: bft", "consensus: solo", "c.yaml:5: consensus: must be one of bft, raft"),
    "no DNS label": ("name: toda", "name: To_da", "c.yaml:24: municipalities[2].name: 'To_da' is no DNS label"),
    "no domain": (
        "domain: toda.example",
        "domain: toda..example",
        "c.yaml:28: municipalities[2].domain: 'toda..example' is no domain name",
    ),
    "no host": ("    domain: toda", "    host: a_b\n    domain: toda", "c.yaml:28: municipalities[2].host: 'a_b' is no host"),
    "no MSP id": ("TodaMSP", "'Toda MSP'", "c.yaml:26: municipalities[2].msp_id: 'Toda MSP' is no MSP id"),
    "no channel name": ("channel: genpon", "channel: Genpon", "c.yaml:4: channel: 'Genpon' is no channel name"),
    "wrong check digit": ('"112241"', '"112242"', "c.yaml:27: municipalities[2].code: '112242' is no local government code"),
    "code without quotes": ('"112241"', "112241", "c.yaml:27: municipalities[2].code: 112241 is a number; write the code in quotes"),
    "threshold above the set": ("threshold: 3", "threshold: 5", "c.yaml:9: endorsing_threshold: 5 is more than the 4"),
    "threshold of nothing": ("threshold: 3", "threshold: 0", "c.yaml:9: endorsing_threshold: must not be less than 1"),
    "duration without unit": ("200ms", "200", "c.yaml:7: batch.timeout: 200 is no duration"),
    "text for a number": ("max_messages: 500", "max_messages: many", "c.yaml:8: batch.max_messages: is no whole number"),
    "preferred above the most": (
        "  timeout",
        "  preferred_bytes: 20000000\n  timeout",
        "c.yaml:7: batch.preferred_bytes: 20000000 is more than max_bytes",
    ),
    "too many peers": ("    domain: toda", "    peers: 8\n    domain: toda", "c.yaml:28: municipalities[2].peers: must not be more than 7"),
    "unknown identities": ("channel: genpon", "identities: ldap", "c.yaml:4: identities: must be one of file, fabric-ca"),
    "a name too long for certificates": (
        "name: toda",
        f"name: {'t' * 60}",
        "c.yaml:24: municipalities[2].name: is too long for certificates; write at most 54 characters",
    ),
    "a domain too long for certificates": (
        "domain: toda",
        f"domain: {'t' * 60}",
        "c.yaml:28: municipalities[2].domain: is too long for certificates; write at most 58 characters",
    ),
    "unknown role": (
        "    domain: toda",
        "    role: helper\n    domain: toda",
        "c.yaml:28: municipalities[2].role: must be one of endorsing, observing",
    ),
    "no YAML": ("name: {", "name: {{", "c.yaml:4: is no YAML: expected"),
    "a tab": ("channel:", "\tchannel:", "c.yaml:"),
    "no mapping": (TEXT, "- a\n- b\n", "c.yaml:1: a consortium is a mapping"),
    "empty": (TEXT, "", "c.yaml:1: a consortium is a mapping"),
    "municipalities as text": (
        TEXT[TEXT.index("municipalities:") :],
        "municipalities: four\n",
        "municipalities: is no list",
    ),
    "nobody": (TEXT[TEXT.index("municipalities:") :], "municipalities: []\n", "municipalities: needs 1 or more entries"),
}


@pytest.mark.parametrize(("old", "new", "message"), BAD.values(), ids=BAD)
def test_what_is_refused(old: str, new: str, message: str) -> None:
    assert old in TEXT

    with pytest.raises(ConsortiumError) as refused:
        read_consortium(TEXT.replace(old, new, 1).encode(), name="c.yaml")

    assert message in str(refused.value)
    assert all(problem.startswith("c.yaml:") and "\n" not in problem for problem in refused.value.problems)
    for english, japanese in zip(refused.value.problems, said(refused.value.message, language="ja").splitlines(), strict=True):
        assert english.split(" ")[0] == japanese.split(" ")[0]
        assert re.search("[\u3040-\u9fff]", japanese)


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(ConsortiumError) as refused:
        read_consortium(TEXT.replace("name: toda", "name: To").replace('"422053"', '"422050"').encode(), name="c.yaml")

    assert [problem.split(" ")[0] for problem in refused.value.problems] == ["c.yaml:24:", "c.yaml:33:"]


def test_no_utf8_is_refused() -> None:
    with pytest.raises(ConsortiumError, match=r"c\.yaml: is not UTF-8"):
        read_consortium(TEXT.encode("shift_jis"), name="c.yaml")


def test_raft_needs_one_orderer() -> None:
    text = TEXT.replace("consensus: bft", "consensus: raft")

    read_consortium(text.replace("orderer: true", "orderer: false", 3).encode(), name="c.yaml")
    with pytest.raises(ConsortiumError, match="nobody runs an orderer"):
        read_consortium(text.replace("orderer: true", "orderer: false").encode(), name="c.yaml")


def test_the_default_has_four_of_everything() -> None:
    consortium = default_consortium()
    layout = Layout.of(consortium)

    assert [member.name for member in consortium.municipalities] == ["nagasaki", "kawaguchi", "toda", "omura"]
    assert (len(layout.orderers), len(layout.peers), len(layout.chaincodes)) == (4, 4, 4)
    assert (consortium.consensus, consortium.threshold) == ("bft", 3)


def test_the_prefecture_has_twelve_municipalities_of_which_four_endorse() -> None:
    consortium = read_consortium(example("prefecture.yaml"), name="prefecture.yaml")
    layout = Layout.of(consortium)

    assert (len(consortium.municipalities), len(consortium.endorsing), len(layout.orderers)) == (12, 4, 4)
    assert sorted(member.peers for member in consortium.municipalities) == [1] * 10 + [2] * 2


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_process_has_its_own_ports(name: str) -> None:
    ports = [(port.host, port.number) for port in Layout.of(read_consortium(example(name), name=name)).ports()]

    assert len(ports) == len(set(ports))


def test_ports_may_be_given() -> None:
    ports = "    ports: {orderer: 7050, chaincode: 9999, peers: [7051], peer_operations: [9443]}\n"
    layout = Layout.of(read_consortium(TEXT.replace(OMURA, OMURA + ports).encode(), name="c.yaml"))

    assert (layout.orderers[3].port, layout.orderers[3].admin_port) == (7050, 17111)
    assert (layout.peers[3].port, layout.peers[3].operations_port, layout.chaincodes[3].port) == (7051, 9443, 9999)


def test_a_base_port_moves_everything() -> None:
    moved = Layout.of(read_consortium(TEXT.encode(), name="c.yaml", base_port=20_000))

    assert [node.port for node in moved.orderers] == [20_000, 20_020, 20_040, 20_060]


FABRIC_CA = TEXT + "identities: fabric-ca\n"


def test_there_are_no_authorities_unless_asked_for() -> None:
    layout = Layout.of(default_consortium())

    assert layout.authorities == ()
    assert not [name for name in layout.names() if name.startswith("ca.")]


def test_every_municipality_has_an_authority_at_the_end_of_its_ports() -> None:
    layout = Layout.of(read_consortium(FABRIC_CA.replace("name: omura", "name: omura\n    peers: 7").encode(), name="c.yaml"))

    assert [(node.name, node.port, node.operations_port) for node in layout.authorities] == [
        ("ca.nagasaki", 17068, 17069),
        ("ca.kawaguchi", 17088, 17089),
        ("ca.toda", 17108, 17109),
        ("ca.omura", 17128, 17129),
    ]
    assert layout.names()[-4:] == [node.name for node in layout.authorities]
    assert {17068, 17069, 17127, 17128, 17129} <= {port.number for port in layout.ports()}


def test_an_authoritys_ports_may_be_given() -> None:
    ports = "    ports: {ca: 7054, ca_operations: 9444}\n"
    consortium = read_consortium(FABRIC_CA.replace(OMURA, OMURA + ports).encode(), name="c.yaml")
    layout = Layout.of(consortium)

    node = layout.authority_of(consortium.municipalities[3])
    assert (node.port, node.operations_port) == (7054, 9444)


def test_names_at_the_limit_stand_in_certificates() -> None:
    text = TEXT.replace("name: toda", f"name: {'t' * 54}").replace("toda.example", f"{'t' * 50}.example")

    assert len(read_consortium(text.encode(), name="c.yaml").municipalities) == 4
