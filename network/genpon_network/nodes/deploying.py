"""Any chaincode on a running network, beside the network's own: its services run where their owners run them.

```python
definition = Definition("fees", "1", parse_rule("OutOf(2, 'NagasakiMSP.peer', 'TodaMSP.peer', 'OmuraMSP.peer')"), collections)
deployment = Deployment("fees_1", definition, {"NagasakiMSP": 9001, "KawaguchiMSP": 9002, "TodaMSP": 9003, "OmuraMSP": 9004})
deploy(network.data, network.consortium, deployment)
```

A service listens on its municipality's host. It is told by its environment (`service_environment`), or by arguments, which package it
answers for and which TLS keys it uses: those of its organisation's chaincode services, which only the organisation's own peers can call.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from genpon_core.fabric.policies import organisations_of
from genpon_network.errors import NetworkError
from genpon_network.lifecycle.definitions import Definition
from genpon_network.lifecycle.packages import ChaincodePackage, ccaas_package
from genpon_network.nodes.builder import write_connection
from genpon_network.nodes.chaincode import ChaincodeService, service_settings
from genpon_network.nodes.directory import DataDirectory
from genpon_network.nodes.setting_up import SettingUp
from genpon_network.topology import ChaincodeNode, Consortium, Layout
from genpon_network.words import Report, silent
from genpon_network.x509_issuing import Enrolment

METADATA = (b"org.hyperledger.fabric:GetMetadata",)
"""The call that every chaincode of the contract API answers."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """A chaincode to be deployed.

    Attributes:
        label: the package's label; other code needs another one.
        definition: its name, version, policy and collections; the sequence is found.
        ports: where each organisation's service listens on its municipality's host, by MSP id.
        probe: a call that every organisation can endorse at any time, which proves that all is ready; it is never submitted.
    """

    label: str
    definition: Definition
    ports: Mapping[str, int]
    probe: Sequence[bytes] = METADATA

    @property
    def package(self) -> ChaincodePackage:
        """What every organisation installs."""
        return ccaas_package(self.label)

    @property
    def organisations(self) -> set[str]:
        """The MSP ids of all organisations that it names."""
        collections = self.definition.collections
        rules = [self.definition.endorsement, *(each.endorsement for each in collections if each.endorsement is not None)]
        kept = {msp_id for each in collections for msp_id in each.members}
        return {*self.ports, *kept}.union(*map(organisations_of, rules))


def deploy(data: DataDirectory, consortium: Consortium, deployment: Deployment, *, report: Report = silent) -> bool:
    """Deploys a chaincode, or brings what is deployed up to date; returns when every organisation's gateway endorses the probe.

    The package is installed everywhere, every organisation approves the definition, and one commits it; another definition becomes the
    next sequence. It can be cut off anywhere and run again.

    Args:
        data: a running network's files.
        consortium: its description.
        deployment: what is wanted.
        report: told one line per step.

    Returns:
        Whether anything was missing.

    Raises:
        NetworkError: if an organisation has no service or is none of the network's, or a peer or the orderers refuse.
        UnreachableError: if something does not answer in time.
    """
    layout = Layout.of(consortium)
    members = [municipality.msp_id for municipality in consortium.municipalities]
    unknown = sorted(deployment.organisations - set(members))
    if unknown:
        raise NetworkError(
            "chaincode {chaincode} names {names}, of which the network has none; it has {members}",
            chaincode=deployment.definition.name,
            names=unknown,
            members=members,
        )
    missing = [municipality.msp_id for municipality in consortium.municipalities if municipality.msp_id not in deployment.ports]
    if missing:
        raise NetworkError(
            "chaincode {chaincode} has no service of {names}; name one of each organisation",
            chaincode=deployment.definition.name,
            names=missing,
        )
    for peer in layout.peers:
        tls = Enrolment.read(data.node(peer.name) / "tls")
        ca = (data.organisation(peer.municipality.name) / "tlsca" / "certificate.pem").read_bytes()
        place = _place(layout, deployment, peer.municipality.msp_id)
        write_connection(data.node(peer.name) / "connections", deployment.label, place, tls, ca)
    service = ChaincodeService(deployment.label, deployment.definition.name, probe=deployment.probe)
    return SettingUp(data, consortium, layout, service, consortium.municipalities, report, definition=deployment.definition).run()


def service_environment(data: DataDirectory, consortium: Consortium, deployment: Deployment, msp_id: str) -> dict[str, str]:
    """The environment of an organisation's service, under the names of Fabric's own chaincode runtimes."""
    return service_settings(data, _place(Layout.of(consortium), deployment, msp_id), deployment.package.package_id)


def _place(layout: Layout, deployment: Deployment, msp_id: str) -> ChaincodeNode:
    (own,) = [node for node in layout.chaincodes if node.municipality.msp_id == msp_id]
    return replace(own, port=deployment.ports[msp_id])
