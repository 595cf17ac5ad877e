"""The commands that issue certificates: one, a batch, from a contract; and the issuer's requests to holders."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from genpon.bundles import Bundle
from genpon.certificates.handing import Handing
from genpon.certificates.issuing import Issued
from genpon.certificates.orders import holder_keys, read_claims, read_orders
from genpon.cli.certificate_app import BatchArgument, ChallengeOption, FolderOption, IssuerOption, RegistersOption, app
from genpon.cli.frame import Options, command
from genpon.cli.ledger_options import Acting, FromOption, NewFileOption, ending, moment, show_receipt
from genpon.cli.options import AssignmentOption
from genpon.cli.output import Output, label
from genpon.credentials import challenges
from genpon.credentials.issuing import Order
from genpon.errors import UsageError
from genpon.json_files import read_json
from genpon.key_files import public_key_of
from genpon_core.keys import PublicKey

TypeOption = Annotated[str, typer.Option("--type", help="The certificate type's name.", metavar="TYPE")]
UntilOption = Annotated[
    str | None, typer.Option("--until", help="The last day; as long as the type lets it unless given.", metavar="DAY|MOMENT")
]
TerritoryOption = Annotated[
    str | None, typer.Option("--territory", help="The municipality that has delegated; the issuer's own unless given.", metavar="CODE")
]
HolderOption = Annotated[Path | None, typer.Option("--holder", help="The holder's public key, on P-256.", metavar="FILE")]
HolderKeysOption = Annotated[
    Path | None, typer.Option("--holder-keys", help="The holder's request: as many certificates are issued as it has keys.", metavar="FILE")
]


@dataclass(frozen=True, kw_only=True)
class Issuance(Options):
    """What is issued, and for how long and where it counts."""

    type_: TypeOption
    start: FromOption = None
    until: UntilOption = None
    issuer: IssuerOption = None
    territory: TerritoryOption = None
    registers: RegistersOption = None
    assignment: AssignmentOption = None

    def issue(self, place: Acting, batch: str, orders: Sequence[Order], handing: Handing) -> Issued:
        """Issues a batch, and writes what its holders get before the ledger learns of it."""
        begins, ends = moment(self.start), ending(self.until)
        with place.ledger(registers=self.registers) as connected, handing.unless_refused():
            return connected.certificates.issue(
                batch,
                self.type_,
                orders,
                valid_from=begins,
                valid_until=ends,
                issuer=self.issuer,
                territory=self.territory,
                assignment=self.assignment,
                keep=handing,
            )


@command(app, "challenge", example="genpon certificate challenge --audience https://toda.example -o bid-88.challenge.json")
def challenge(
    out: Output,
    *,
    audience: Annotated[str, typer.Option("--audience", help="Who asks: the verifier's or issuer's address.", metavar="URL")],
    output: NewFileOption,
) -> None:
    """Make a challenge for a holder to sign: with a presentation, or with a request for certificates. It counts once."""
    made = challenges.new_challenge(audience)
    challenges.write_challenge(made, output)
    value = {"file": str(output), "audience": made.audience, "nonce": made.nonce}
    out.result(value, lambda console: console.print(str(output)))


@command(
    app,
    "issue",
    example="genpon certificate issue certificate/422011/2026-17 --type tax_clearance --claims claims.json -o bridge.credential.json",
)
def issue(
    out: Output,
    place: Acting,
    issuance: Issuance,
    batch: BatchArgument,
    *,
    claims: Annotated[Path, typer.Option("--claims", help="The claims (JSON).", metavar="FILE")],
    output: NewFileOption,
    holder: HolderOption = None,
    keys: HolderKeysOption = None,
    challenge: ChallengeOption = None,
    reference: Annotated[
        str, typer.Option("--reference", help="Your own, such as an application's number; kept in the register.", metavar="TEXT")
    ] = "",
) -> None:
    """Issue a certificate to one holder, or as many of the same claims as the holder's request has keys."""
    said = read_claims(read_json(claims))
    orders = [Order(said, key, reference) for key in _holders(holder, keys, challenge)]
    handing = Handing.file(output)
    issued = issuance.issue(place, batch, orders, handing)
    _use_up(challenge)
    show_receipt(out, issued.receipt, file=str(output), count=len(orders))
    out.notice(f"{label('credential_written')} {output}")


@command(
    app, "batch", example="genpon certificate batch certificate/422011/2026-18 --type tax_clearance applications.jsonl -o to-hand-out/"
)
def batch(
    out: Output,
    place: Acting,
    issuance: Issuance,
    batch: BatchArgument,
    file: Annotated[
        Path,
        typer.Argument(help='One JSON object a line: "claims", and "reference" and "holder" (a key, PEM) if you like.', metavar="FILE"),
    ],
    *,
    output: FolderOption,
) -> None:
    """Issue a certificate for every line of a file, all in one transaction."""
    orders = read_orders(file)
    handing = Handing.folder(output)
    issued = issuance.issue(place, batch, orders, handing)
    _show(out, issued, handing)


@command(app, "mint", example="genpon certificate mint certificate/422011/2026-19 contract/422011/2026-0042 -o out/")
def mint(
    out: Output,
    place: Acting,
    batch: BatchArgument,
    contract: Annotated[str, typer.Argument(help="Id of the contract.", metavar="CONTRACT")],
    *,
    output: FolderOption,
    event: Annotated[
        str, typer.Option("--event", help="What of the contract the record is about.", metavar="award|completion|correction")
    ] = "completion",
    name: Annotated[
        list[str] | None, typer.Option("--name", help="A counterparty's name, where its key has no certificate.", metavar="PARTY=NAME")
    ] = None,
    holder: Annotated[
        list[str] | None, typer.Option("--holder", help="The key that a counterparty's record is issued to.", metavar="PARTY=FILE")
    ] = None,
    more: Annotated[
        list[str] | None, typer.Option("--more", help="Claims that the ledger does not have, such as trade (JSON).", metavar="PARTY=FILE")
    ] = None,
    bundle: Annotated[
        Path | None, typer.Option("--bundle", help="The contract's bundle file, if its terms are sealed.", metavar="FILE")
    ] = None,
    issuer: IssuerOption = None,
    registers: RegistersOption = None,
) -> None:
    """Mint the contractors' performance records from a contract's own acts, one for each."""
    holders = {party: public_key_of(Path(path)) for party, path in _pairs(holder)}
    added = {party: read_claims(read_json(Path(path))) for party, path in _pairs(more)}
    loaded, handing = Bundle.load(bundle) if bundle is not None else None, Handing.folder(output)
    with place.ledger(registers=registers) as connected, handing.unless_refused():
        options = {"names": dict(_pairs(name)), "holders": holders, "more": added, "bundle": loaded, "issuer": issuer}
        issued = connected.certificates.mint(batch, contract, event, keep=handing, **cast("dict[str, Any]", options))
    _show(out, issued, handing)


def _holders(holder: Path | None, keys: Path | None, challenge: Path | None) -> list[PublicKey | None]:
    if holder is not None and keys is not None:
        raise UsageError("cli.holder_twice")
    if keys is None:
        return [public_key_of(holder) if holder is not None else None]
    if challenge is None:
        raise UsageError("cli.challenge")
    return list(holder_keys(keys, challenges.read_challenge(challenge)))


def _pairs(given: list[str] | None) -> list[tuple[str, str]]:
    pairs = [text.partition("=") for text in given or ()]
    if not all(separator and party and value for party, separator, value in pairs):
        raise UsageError("cli.pair")
    return [(party, value) for party, _, value in pairs]


def _show(out: Output, issued: Issued, handing: Handing) -> None:
    show_receipt(out, issued.receipt, folder=str(handing.target), count=len(handing.paths))
    out.notice(f"{label('credentials_written')} {handing.target}")


def _use_up(challenge: Path | None) -> None:
    """A challenge is answered once."""
    if challenge is not None:
        challenge.unlink(missing_ok=True)
