"""The holder's commands, on a machine of its own without a ledger: ask, receive, look, present, print."""

import time
from pathlib import Path
from typing import Annotated

import typer

from genpon import words
from genpon.cli.certificate_app import ChallengeOption, WalletOption, app
from genpon.cli.frame import command
from genpon.cli.ledger_options import NewFileOption, shown
from genpon.cli.options import PassphraseOption, read_passphrase
from genpon.cli.output import Output, label
from genpon.cli.tables import listing
from genpon.credentials.challenges import read_challenge
from genpon.credentials.held import CredentialFile
from genpon.credentials.paper import paper_texts, write_codes
from genpon.credentials.presentations import read_presentation, write_presentation
from genpon.credentials.wallets import Wallet
from genpon.errors import UsageError
from genpon_core.certificate_types.shipped import all_shipped
from genpon_core.credentials.paths import Path as ClaimPath


@command(
    app,
    "ask",
    example="genpon certificate ask --challenge counter.challenge.json --count 20 -o ask.holder-keys.json",
)
def ask(
    out: Output,
    *,
    wallet: WalletOption,
    challenge: Annotated[Path, typer.Option("--challenge", help="The issuer's challenge file.", metavar="FILE")],
    output: NewFileOption,
    count: Annotated[
        int, typer.Option("--count", min=1, max=200, help="How many certificates: one for each time it will be shown.", metavar="N")
    ] = 1,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Make fresh keys in a wallet, and the request to an issuer for a certificate to each of them."""
    passphrase = read_passphrase(passphrase_file) if passphrase_file is not None else None
    asked = read_challenge(challenge)
    with Wallet.locked(wallet):
        held = Wallet.read(wallet) if wallet.exists() else Wallet()
        held, request = held.ask(count, asked, now=int(time.time()), passphrase=passphrase)
        held.write(wallet)
    request.write(output)
    out.result({"file": str(output), "wallet": str(wallet), "count": count}, lambda console: console.print(str(output)))
    out.notice(f"{label('wallet_kept')} {wallet}")


@command(app, "receive", example="genpon certificate receive bridge.credential.json --wallet my.wallet.json")
def receive(
    out: Output, file: Annotated[Path, typer.Argument(help="The file that the issuer has handed over.")], *, wallet: WalletOption
) -> None:
    """Take certificates into a wallet."""
    given = CredentialFile.read(file)
    with Wallet.locked(wallet):
        Wallet.read(wallet).with_credentials(given).write(wallet)
    value = {"wallet": str(wallet), "count": len(given.credentials)}
    out.result(value, lambda console: console.print(f"{label('received')}: {len(given.credentials)}"))


@command(app, "held", example="genpon certificate held --wallet my.wallet.json")
def held_(out: Output, *, wallet: WalletOption) -> None:
    """List what is in a wallet: types, validity, and how often each was shown."""
    names = {kind.vct: kind.names[words.current()] for kind in all_shipped()}
    rows = []
    for entry in Wallet.read(wallet).entries:
        if entry.held is not None:
            terms = entry.held.parse().terms
            rows.append((terms.type, names.get(terms.type), terms.issuer, shown(terms.expires_at), entry.shown))
    columns = ("type", "name", "issued_by", "valid_until", "times_shown")
    out.result({"certificates": [dict(zip(columns, row, strict=True)) for row in rows]}, lambda console: listing(console, columns, rows))


@command(
    app,
    "present",
    example="genpon certificate present tax_clearance name taxes --challenge bid.challenge.json -o bid.presentation.json",
)
def present(
    out: Output,
    type_: Annotated[str, typer.Argument(help="The type's name, or its identifier.", metavar="TYPE")],
    claims: Annotated[
        list[str] | None, typer.Argument(help="The claims to show, dotted inside; only what nobody can hide without it.", metavar="CLAIM…")
    ] = None,
    *,
    wallet: WalletOption,
    output: NewFileOption,
    challenge: ChallengeOption = None,
    again: Annotated[
        bool, typer.Option("--again", help="Show one that was shown before, when all have been: then verifiers can link the two.")
    ] = False,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Present chosen claims of a certificate, signed for one verifier's challenge; without one, as for paper."""
    passphrase = read_passphrase(passphrase_file) if passphrase_file is not None else None
    asked = read_challenge(challenge) if challenge is not None else None
    paths, now = [_path(claim) for claim in claims or ()], int(time.time())
    with Wallet.locked(wallet):
        held = Wallet.read(wallet)
        held, presented = held.present(_vct(held, type_), paths, challenge=asked, now=now, passphrase=passphrase, again=again)
        # First: what is cut off here was never given to anybody, and is not given to two.
        held.write(wallet)
    write_presentation(presented, output)
    out.result({"file": str(output), "bound": asked is not None}, lambda console: console.print(str(output)))


@command(app, "qr", example="genpon certificate qr bid.presentation.json -o bid.svg")
def qr(
    out: Output,
    file: Annotated[Path, typer.Argument(help="The presentation.")],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write: .svg, .png or .pdf.", metavar="FILE")],
    scale: Annotated[int, typer.Option("--scale", min=1, max=40, help="Pixels, or points, of a module.", metavar="N")] = 4,
) -> None:
    """Write a presentation as QR codes, for paper."""
    texts = paper_texts(read_presentation(file))
    paths = write_codes(texts, output, scale=scale)
    value = {"files": [str(path) for path in paths], "texts": list(texts)}
    out.result(value, lambda console: console.print("\n".join(map(str, paths))))


def _vct(wallet: Wallet, name: str) -> str:
    """The identifier of the type with a name, in the latest revision that the wallet holds."""
    if name.startswith("urn:"):
        return name
    held = {entry.held.parse().terms.type for entry in wallet.entries if entry.held is not None}
    found = sorted(vct for vct in held if vct.startswith(f"urn:genpon:{name}:"))
    if not found:
        raise UsageError("wallet.none", {"type": name})
    return max(found, key=lambda vct: int(vct.rpartition(":")[2]))


def _path(text: str) -> ClaimPath:
    return tuple(None if step == "*" else int(step) if step.isdigit() else step for step in text.split("."))
