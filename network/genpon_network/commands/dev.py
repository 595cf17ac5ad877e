"""`genpon-network dev`: an embedded ledger for development, until it is told to end."""

import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from cryptography import x509
from rich.console import Console

from genpon_core.charters import Anchor, Name
from genpon_core.errors import Refusal
from genpon_network.commands.output import guarded, print_json, tell
from genpon_network.development import CHARTER, DevelopmentLedger
from genpon_network.embedded import ChaincodeFailure
from genpon_network.errors import NetworkError, UnreachableError, UsageError, WrongValueError
from genpon_network.founding import DEFAULT_FOUNDERS, Founder
from genpon_network.topology.anchors import authority_certificate
from genpon_network.words import Message

NOTICE = Message("for development only: all municipalities' keys are in this directory, and one process holds them all")

Directory = Annotated[Path, typer.Option("--dir", help="Where keys, profiles, blocks and state are kept; made if missing.")]
Organisations = Annotated[
    str | None, typer.Option("--organisations", help="Which municipalities a new ledger has, such as nagasaki,toda; all four without it.")
]
BasePort = Annotated[
    int, typer.Option("--base-port", min=0, max=65000, help="The first gateway's port, the others follow; 0 for free ones.")
]
AnchorFiles = Annotated[
    list[Path] | None,
    typer.Option("--anchor", help="A certification authority's certificate, PEM or DER, as a trust anchor of a new ledger; repeatable."),
]
Processes = Annotated[int, typer.Option("--processes", min=1, max=16, help="Over how many processes the chaincode is spread.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, one object, when the ledger is ready.")]


def register(app: typer.Typer) -> None:
    """Adds the command to the application."""
    app.command(epilog="Example: genpon-network dev --dir ./ledger")(guarded(dev))


def dev(
    *,
    directory: Directory = Path("genpon-dev"),
    organisations: Organisations = None,
    base_port: BasePort = 0,
    processes: Processes = 1,
    anchor: AnchorFiles = None,
    as_json: Json = False,
) -> None:
    """Runs a ledger of several municipalities in this process, with its chaincode, until Ctrl-C; for development only."""
    founders, anchors = _founders(organisations), [_anchor(path) for path in anchor or []]
    ended = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: ended.set())
    try:
        made = DevelopmentLedger(directory.absolute(), founders=founders, anchors=anchors, processes=processes, base_port=base_port)
        with made as ledger:
            _tell(ledger, as_json=as_json)
            ended.wait()
    except ChaincodeFailure as failure:
        raise UnreachableError("{problem}", problem=failure) from None
    except OSError as error:
        if error.filename is not None:
            raise
        raise NetworkError("{problem}", problem=error) from None
    except (ValueError, Refusal) as error:
        raise NetworkError("{problem}", problem=error) from None


def _founders(chosen: str | None) -> Sequence[Founder]:
    known = {founder.domain.split(".", 1)[0]: founder for founder in DEFAULT_FOUNDERS}
    names = list(known) if chosen is None else [name.strip() for name in chosen.split(",")]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UsageError("there is no municipality {name!r} for development; choose among {names}", name=unknown[0], names=list(known))
    return [known[name] for name in dict.fromkeys(names)]


def _anchor(path: Path) -> Anchor:
    try:
        certificate = authority_certificate(path.read_bytes())
    except OSError as error:
        raise UsageError("{path} cannot be read ({reason}); name a certificate's file", path=path, reason=error) from None
    except WrongValueError as error:
        raise UsageError("{path} {problem}", path=path, problem=error) from None
    subject = x509.load_der_x509_certificate(certificate).subject.rfc4514_string()[:100]
    return Anchor(name=Name(ja=subject, en=subject), certificate=certificate)


def _tell(ledger: DevelopmentLedger, *, as_json: bool) -> None:
    if as_json:
        print_json(_described(ledger))
        sys.stdout.flush()
        return
    console = Console(highlight=False, markup=False, soft_wrap=True)
    for msp_id in ledger.embedded.organisations:
        profile = ledger.embedded.profile(msp_id)
        console.print(f"{msp_id:14} {profile.gateway().endpoint:22} {ledger.profile(msp_id)}")
    tell(Message("charter: {digest}", digest=ledger.charter.digest))
    tell(NOTICE, style="yellow")
    tell(Message("ready; end it with Ctrl-C"))
    sys.stdout.flush()


def _described(ledger: DevelopmentLedger) -> dict[str, Any]:
    organisations = [
        {
            "msp_id": msp_id,
            "endpoint": ledger.embedded.profile(msp_id).gateway().endpoint,
            "profile": str(ledger.profile(msp_id)),
        }
        for msp_id in ledger.embedded.organisations
    ]
    charter = {"path": str(ledger.directory / CHARTER), "digest": ledger.charter.digest}
    return {"ready": True, "notice": NOTICE, "directory": str(ledger.directory), "charter": charter, "organisations": organisations}
