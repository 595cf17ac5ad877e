"""Revocation lists in a channel's configuration: that is where every peer and orderer learns whose certificates are good no longer.

Fabric documentation, "Membership Service Provider (MSP)", "Revocation": a list is compared by its issuer's key identifier, its signature is
checked, and neither its age nor the reasons in it matter.
"""

from collections.abc import Iterator
from typing import Any

from cryptography import x509

from genpon_core.fabric.protos import configtx, msp_config
from genpon_network.channel.values import encode
from genpon_network.errors import NetworkError

_GROUPS = ("Application", "Orderer")
_MSP = "MSP"


def with_revocation_list(config: Any, msp_id: str, revocation_list: bytes) -> Any:
    """A copy of a `common.Config` with an organisation's list in place of an earlier one of the same issuer.

    It is changed wherever the organisation stands: its definitions among those that endorse and those that order must be the same.

    Args:
        config: the configuration.
        msp_id: the organisation.
        revocation_list: PEM.

    Raises:
        NetworkError: if the channel knows no such organisation.
    """
    changed = configtx.Config()
    changed.CopyFrom(config)
    issuer = _issuer(revocation_list)
    for value in _definitions(changed, msp_id):
        message = msp_config.MSPConfig.FromString(value.value)
        definition = msp_config.FabricMSPConfig.FromString(message.config)
        others = [each for each in definition.revocation_list if _issuer(each) != issuer]
        del definition.revocation_list[:]
        definition.revocation_list.extend([*others, revocation_list])
        message.config = encode(definition)
        value.value = encode(message)
    return changed


def revoked_serials(config: Any, msp_id: str) -> set[int]:
    """The serial numbers of an organisation's certificates that a `common.Config` holds revoked, wherever the organisation stands.

    Raises:
        NetworkError: if the channel knows no such organisation.
    """
    found = []
    for value in _definitions(config, msp_id):
        message = msp_config.MSPConfig.FromString(value.value)
        lists = msp_config.FabricMSPConfig.FromString(message.config).revocation_list
        found.append({serial for each in lists for serial in listed_serials(each)})
    return set.intersection(*found)


def listed_serials(revocation_list: bytes) -> set[int]:
    """The serial numbers on a PEM list."""
    return {revoked.serial_number for revoked in x509.load_pem_x509_crl(revocation_list)}


def _definitions(config: Any, msp_id: str) -> Iterator[Any]:
    groups = [config.channel_group.groups[name].groups for name in _GROUPS if name in config.channel_group.groups]
    found = [organisations[msp_id] for organisations in groups if msp_id in organisations]
    if not found:
        raise NetworkError("the channel knows no organisation {msp_id}; it has to join the network first", msp_id=msp_id)
    return (group.values[_MSP] for group in found)


def _issuer(revocation_list: bytes) -> bytes | None:
    extensions = x509.load_pem_x509_crl(revocation_list).extensions
    return extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier
