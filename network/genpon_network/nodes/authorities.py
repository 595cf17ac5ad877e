"""A municipality's certification authorities, wherever the description says that they are: in its directory, or at its Fabric CA server."""

import shutil
from datetime import datetime
from http import HTTPStatus

from genpon_network.errors import UnreachableError
from genpon_network.https import HttpsServer, tls_context
from genpon_network.nodes.directory import DataDirectory
from genpon_network.pki import OrganisationAuthority
from genpon_network.pki.fabric_ca import FabricCa
from genpon_network.pki.fabric_ca.home import CaHome, Listening
from genpon_network.pki.fabric_ca.opening import fabric_authorities
from genpon_network.pki.file_authority import file_authorities, open_file_authorities
from genpon_network.pki.protocol import Authorities
from genpon_network.topology import AuthorityNode, Layout, Municipality

REGISTRARS = "registrars"
_TIMEOUT = 5.0


def make_file_authorities(data: DataDirectory, municipality: Municipality, now: datetime) -> Authorities:
    """Makes authorities in a municipality's directory."""
    return file_authorities(_new_organisation(municipality, now), data.organisation(municipality.name))


def new_authorities(data: DataDirectory, draft: DataDirectory, layout: Layout, municipality: Municipality, now: datetime) -> Authorities:
    """The authorities of a municipality whose files are being made: new ones there, or those of its Fabric CA server.

    Args:
        data: where a server's home is.
        draft: where the files are being made.
        layout: the network's processes.
        municipality: whose.
        now: the current time.
    """
    if not layout.authorities:
        return make_file_authorities(draft, municipality, now)
    return open_fabric_authorities(data, draft, layout.authority_of(municipality))


def make_home(data: DataDirectory, node: AuthorityNode, now: datetime) -> None:
    """Makes the home of a municipality's Fabric CA server, whole or not at all; an older one is deleted.

    Args:
        data: where.
        node: the server.
        now: the current time.
    """
    home = data.authority(node.municipality.name)
    draft = home.with_name(f"{home.name}.draft")
    for leftover in (draft, home):
        shutil.rmtree(leftover, ignore_errors=True)
    home.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    listening = Listening(node.listen, node.port, node.operations_port, node.hosts)
    CaHome(draft).make(_new_organisation(node.municipality, now), node.name, listening, seen_as=home)
    draft.replace(home)


def open_authorities(data: DataDirectory, layout: Layout, municipality: Municipality) -> Authorities:
    """A municipality's authorities; nothing is asked of them yet.

    Args:
        data: the network's files.
        layout: its processes.
        municipality: whose.
    """
    if not layout.authorities:
        return open_file_authorities(data.organisation(municipality.name), municipality.domain)
    return open_fabric_authorities(data, data, layout.authority_of(municipality))


def open_fabric_authorities(data: DataDirectory, network: DataDirectory, node: AuthorityNode) -> Authorities:
    """The authorities of a municipality's Fabric CA server.

    Args:
        data: where the server's home is.
        network: where its registrars keep their certificates; another directory while the network is being made.
        node: the server.
    """
    municipality = node.municipality
    registrars = network.organisation(municipality.name) / REGISTRARS
    return fabric_authorities(CaHome(data.authority(municipality.name)), node.inside, node.port, registrars, municipality.domain)


def check_authority(data: DataDirectory, node: AuthorityNode, *, timeout: float = _TIMEOUT) -> None:
    """Checks that a municipality's Fabric CA server answers, and that its databases answer it.

    Args:
        data: where its home is.
        node: the server.
        timeout: seconds that each step may take.

    Raises:
        UnreachableError: if not.
        NetworkError: if something else answers there.
    """
    home = CaHome(data.authority(node.municipality.name))
    context = tls_context(home.tls_certificate_pem, home.server_keys)
    # In this order: asked for its health before its authorities, the server may end.
    FabricCa(HttpsServer(node.name, node.inside, node.port, context, timeout)).info()
    answer = HttpsServer(node.name, node.inside, node.operations_port, context, timeout).request("GET", "/healthz")
    if answer.status != HTTPStatus.OK:
        raise UnreachableError(
            "{process} cannot work (health: status {status}); look at its log and at its database", process=node.name, status=answer.status
        )


def _new_organisation(municipality: Municipality, now: datetime) -> OrganisationAuthority:
    return OrganisationAuthority.create(msp_id=municipality.msp_id, domain=municipality.domain, now=now)
