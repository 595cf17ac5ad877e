"""The second one-shot in containers: `python -m genpon_network.compose.setup MUNICIPALITY`.

It brings a municipality's nodes into the channel, agrees with the others on the chaincode, and returns when the municipality's gateway
endorses. It runs again at every start, and then does what is missing.
"""

import argparse
import sys
import time

from genpon_chaincode.label import package_label
from genpon_network.compose import inside
from genpon_network.errors import NetworkError
from genpon_network.nodes.chaincode import ChaincodeService
from genpon_network.nodes.setting_up import SettingUp
from genpon_network.topology import Layout, Placement, read_consortium
from genpon_network.words import Message, Report, said

OWN_PATIENCE = 120.0
"""Seconds that the municipality's own nodes are waited for: a large ledger is checked when its peer starts."""
OTHERS_PATIENCE = {Placement.CONTAINERS: 120.0, Placement.HOSTS: 1800.0}
"""Seconds that other municipalities are waited for: on one engine they start at the same time, elsewhere somebody starts them."""
GRACE = 60.0


def set_up(municipality: str) -> None:
    """Sets up a municipality.

    Raises:
        NetworkError: if something is refused, or does not answer in time.
    """
    data = inside.files_of(municipality)
    consortium = read_consortium(data.consortium.read_bytes(), name=str(data.consortium))
    placement = data.placement
    SettingUp(
        data,
        consortium,
        Layout.of(consortium, placement),
        ChaincodeService(package_label(data.charter.read_bytes())),
        acting=[each for each in consortium.municipalities if each.name == municipality],
        report=_reporter(),
        patience=OWN_PATIENCE,
        others_patience=OTHERS_PATIENCE[placement],
        grace=GRACE,
    ).run()


def _reporter() -> Report:
    start = time.monotonic()

    def report(line: Message) -> None:
        sys.stderr.write(f"{time.monotonic() - start:6.1f} s  {said(line)}\n")

    return report


def main() -> int:
    """Runs it; the exit code is that of the error, told in one line."""
    parser = argparse.ArgumentParser(prog="python -m genpon_network.compose.setup", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("municipality", help="its name in the consortium file")
    try:
        set_up(parser.parse_args().municipality)
    except NetworkError as error:
        sys.stderr.write(f"{said(error.message)}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
