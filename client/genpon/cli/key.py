"""The commands `genpon key`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from genpon import act_files
from genpon.cli.frame import command
from genpon.cli.options import CharterOption, PassphraseOption, SignerOption, charter_digest, new_passphrase, open_signer
from genpon.cli.output import Output, label
from genpon.cli.tables import facts
from genpon.errors import Refused, UsageError
from genpon.key_files import new_key, public_key_of, write_public_key
from genpon.key_requests import KeyCertificate, key_request
from genpon_core.keys import PublicKey, default_algorithm

PublicOption = Annotated[
    Path | None, typer.Option("--public", help="Where to write the public half (PEM), for those who name the key.", metavar="FILE")
]

app = typer.Typer(no_args_is_help=True, help="Keys that sign acts.")


class Kind(StrEnum):
    """Kinds of keys."""

    P256 = "P-256"
    P384 = "P-384"
    RSA = "RSA"


@command(app, "new", example="genpon key new company.pem")
def new(
    out: Output,
    file: Annotated[Path, typer.Argument(help="Where to write the private key (PEM).")],
    *,
    kind: Annotated[Kind, typer.Option("--kind", help="Kind of key.", metavar="|".join(Kind))] = Kind.P256,
    passphrase_file: PassphraseOption = None,
    no_passphrase: Annotated[bool, typer.Option("--no-passphrase", help="Leave the file unencrypted.")] = False,
    public: PublicOption = None,
) -> None:
    """Make a private key in a file."""
    if no_passphrase and passphrase_file is not None:
        raise UsageError("cli.passphrase_twice")
    passphrase = None if no_passphrase else new_passphrase(passphrase_file)
    signer = new_key(file, kind=kind.value, passphrase=passphrase)
    if public is not None:
        write_public_key(public, signer.public_key)
    out.notice(f"{label('key_made')} {file}")
    _show(out, signer.public_key, {"file": str(file)})


@command(app, "show", example="genpon key show company.pem")
def show(
    out: Output,
    file: Annotated[Path, typer.Argument(help="Private key, public key or certificate.")],
    passphrase_file: PassphraseOption = None,
    public: PublicOption = None,
) -> None:
    """Show a key's kind and fingerprint."""
    try:
        key = public_key_of(file)
    except Refused as refused:
        if refused.code != "key.is_private":
            raise
        key = open_signer(file, passphrase_file).public_key
    if public is not None:
        write_public_key(public, key)
    _show(out, key, {"file": str(file)})


@command(app, "request", example="genpon key request --signer company.pem --certificate company.crt --charter charter.json --party ID")
def request(
    out: Output,
    *,
    signer: SignerOption,
    charter: CharterOption,
    party: Annotated[str, typer.Option("--party", help="Id of the counterparty or officer whose key it is.", metavar="ID")],
    certificate: Annotated[
        Path | None, typer.Option("--certificate", help="The organisation's certificate for the key.", metavar="FILE")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Where to write the request.", metavar="FILE")] = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Ask for a key's registration: an act file, signed by the key itself."""
    key = open_signer(signer, passphrase_file)
    proof = KeyCertificate.read(certificate) if certificate is not None else None
    made = key_request(key, party, charter=charter_digest(charter), certificate=proof)
    path = output or Path(f"key-{key.public_key.fingerprint[:8]}{act_files.SUFFIX}")
    made.write(path)
    out.notice(f"{label('key_requested')} {path}")
    _show(out, key.public_key, {"file": str(path), "party": party})


def _show(out: Output, key: PublicKey, more: dict[str, Any]) -> None:
    value = {"fingerprint": key.fingerprint, "kind": key.kind, "algorithm": default_algorithm(key), **more}
    rows = {"key_kind": key.kind, "algorithm": value["algorithm"], "fingerprint": key.fingerprint, **more}
    out.result(value, lambda console: facts(console, rows))
