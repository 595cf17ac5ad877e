"""Options that several commands share, and what they become."""

import getpass
import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from genpon import words
from genpon.act_signers import KeySigner
from genpon.errors import Refused, UsageError, refusals_as
from genpon.json_files import read_bytes
from genpon.notes import MAX_TEXT
from genpon_core.charters import MAX_CHARTER_BYTES, read_charter

CharterOption = Annotated[
    str,
    typer.Option("--charter", envvar="GENPON_CHARTER", help="The charter's digest, or its file.", metavar="DIGEST|FILE"),
]
SignerOption = Annotated[Path, typer.Option("--signer", help="Private key that signs (PEM).", metavar="FILE")]
PassphraseOption = Annotated[
    Path | None,
    typer.Option("--passphrase-file", help="File with the key's passphrase; asked for at a terminal otherwise.", metavar="FILE"),
]
PartyOption = Annotated[str | None, typer.Option("--party", help="Id of the counterparty, where there are several.", metavar="ID")]
OfficerOption = Annotated[
    str | None, typer.Option("--officer", help="Id of the officer who signs, where the counterparty is a department.", metavar="ID")
]
AssignmentOption = Annotated[str | None, typer.Option("--assignment", help="The officer's assignment.", metavar="NAME")]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Sign without asking.")]
ExtractOption = Annotated[
    Path | None, typer.Option("--extract", help="Folder to write the files to, once they are proved.", metavar="FOLDER")
]

_DIGEST = re.compile(r"[0-9a-f]{64}")
_MAX_PASSPHRASE = 4096


def charter_digest(text: str) -> str:
    """The charter's digest, given as itself or as the charter's file.

    Raises:
        Refused: `file.…`, `json.…` or `charter.…`.
    """
    if _DIGEST.fullmatch(text):
        return text
    with refusals_as():
        return read_charter(read_bytes(Path(text), limit=MAX_CHARTER_BYTES)).digest


def open_signer(path: Path, passphrase_file: Path | None) -> KeySigner:
    """The signer of a private key's file; its passphrase is asked for where a person is there to answer.

    Raises:
        Refused: `file.…` or `key.…`.
    """
    if passphrase_file is not None:
        return KeySigner.from_pem(path, read_passphrase(passphrase_file))
    try:
        return KeySigner.from_pem(path)
    except Refused as refused:
        if refused.code != "key.passphrase_missing" or not sys.stdin.isatty():
            raise
    return KeySigner.from_pem(path, getpass.getpass(f"{words.label('passphrase')}: "))


def read_passphrase(path: Path) -> str:
    """The passphrase in a file, without the line end.

    Raises:
        Refused: `file.…`, or `key.passphrase_empty`.
    """
    data = read_bytes(path, limit=_MAX_PASSPHRASE)
    try:
        passphrase = data.decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise Refused("key.passphrase_wrong") from None
    if not passphrase:
        raise Refused("key.passphrase_empty")
    return passphrase


def new_passphrase(path: Path | None) -> str:
    """The passphrase for a new key, from a file or asked for twice.

    Raises:
        Refused: `key.passphrase_empty` or `key.passphrases_differ`.
        UsageError: `cli.passphrase` if nobody is there to ask.
    """
    if path is not None:
        return read_passphrase(path)
    if not sys.stdin.isatty():
        raise UsageError("cli.passphrase")
    first = getpass.getpass(f"{words.label('passphrase')}: ")
    if not first:
        raise Refused("key.passphrase_empty")
    if getpass.getpass(f"{words.label('passphrase_again')}: ") != first:
        raise Refused("key.passphrases_differ")
    return first


def read_text(path: Path) -> str:
    """The words in a file, as given; only the line end that editors add is left out.

    Raises:
        Refused: `file.…` or `json.not_utf8`.
    """
    data = read_bytes(path, limit=4 * MAX_TEXT)
    try:
        return data.decode().replace("\r\n", "\n").removesuffix("\n")
    except UnicodeDecodeError as error:
        raise Refused("json.not_utf8", {"position": error.start}) from None
