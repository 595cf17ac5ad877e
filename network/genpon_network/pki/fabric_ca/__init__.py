"""Fabric CA: a client of its REST interface, and the authority that it makes."""

from genpon_network.pki.fabric_ca.answers import CaInfo, KnownIdentity
from genpon_network.pki.fabric_ca.client import FabricCa

__all__ = ["CaInfo", "FabricCa", "KnownIdentity"]
