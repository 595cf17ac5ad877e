"""Secrets and keys, as commands take them in and give them out: never on a command line, never over what is there."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import typer

from genpon_network.commands.output import print_json, tell
from genpon_network.errors import NetworkError, UsageError
from genpon_network.files import write_private
from genpon_network.words import Message, said
from genpon_network.x509_issuing import Enrolment

_STANDARD_INPUT = "-"


def tell_secret(identity: str, secret: str, path: Path | None, *, as_json: bool) -> None:
    """Gives out a secret: into a file that its owner alone can read, or else on the output.

    Raises:
        NetworkError: if the file cannot be written.
    """
    if path is not None:
        _written(path, lambda: write_private(path, secret.encode() + b"\n"))
    if as_json:
        print_json({"id": identity} | ({"secret": secret} if path is None else {"secret_file": str(path)}))
    elif path is None:
        sys.stdout.write(f"{secret}\n")
    else:
        tell(Message("the secret of {identity} is in {file}", identity=identity, file=path))


def read_secret(named: str | None) -> str:
    """A secret from a file, from the input, or from whoever sits before the terminal.

    Raises:
        UsageError: if there is none.
    """
    if named is None:
        if not sys.stdin.isatty():
            raise UsageError("give the secret of the registration with --secret-file, - for the input")
        secret: str = typer.prompt(said(Message("Secret")), hide_input=True, err=True)
    elif named == _STANDARD_INPUT:
        secret = sys.stdin.readline()
    else:
        try:
            secret = Path(named).read_text()
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(
                "{named} cannot be read ({reason}); name the file of the secret", named=named, reason=type(error).__name__
            ) from None
    if not secret.strip():
        raise UsageError("the secret is empty; give the one that the registration told")
    return secret.strip()


def check_writable(place: Path) -> None:
    """Checks that something can be written to a place, before an authority is asked for what could not be kept.

    Raises:
        UsageError: if not.
    """
    above = next(folder for folder in place.absolute().parents if folder.exists())
    if not above.is_dir() or not os.access(above, os.W_OK) or (place.exists() and not os.access(place, os.W_OK)):
        raise UsageError("{path} cannot be written; name another place", path=place)


def check_free(directory: Path, *, replace: bool) -> None:
    """Checks that keys can be written to a directory, and none would be written over.

    Raises:
        UsageError: if not, or if there are some that are not to be replaced.
    """
    check_writable(directory)
    if directory.exists() and not directory.is_dir():
        raise UsageError("{path} is no directory; name another one", path=directory)
    if (directory / "key.pem").exists() and not replace:
        raise UsageError("there is a key in {directory}; name another directory, or say --replace", directory=directory)


def read_keys(directory: Path) -> Enrolment:
    """Certificate and key from a directory.

    Raises:
        UsageError: if they are not there, or none.
    """
    try:
        return Enrolment.read(directory)
    except (OSError, NetworkError):
        raise UsageError("{directory} holds no certificate.pem with its key.pem; name another directory", directory=directory) from None


def keep(identity: str, keys: Enrolment, directory: Path, *, as_json: bool) -> None:
    """Writes certificate and key into a directory, and says so.

    Raises:
        NetworkError: if it cannot be written.
    """
    _written(directory, lambda: keys.write(directory))
    certificate = keys.certificate
    until = certificate.not_valid_after_utc
    if as_json:
        facts = {"id": identity, "serial": f"{certificate.serial_number:x}", "not_after": until.isoformat()}
        print_json(facts | {"certificate": str(directory / "certificate.pem"), "key": str(directory / "key.pem")})
    else:
        there = Message(
            "certificate and key of {identity} are in {directory}, good until {date}",
            identity=identity,
            directory=directory,
            date=until.date(),
        )
        tell(there)


def _written(path: Path, write: Callable[[], None]) -> None:
    try:
        write()
    except OSError as error:
        raise NetworkError("{path} cannot be written ({reason}); name another place", path=path, reason=error) from None
