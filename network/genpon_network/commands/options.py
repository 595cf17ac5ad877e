"""Options that several commands have."""

import os
from pathlib import Path
from typing import Annotated

import typer


def default_data() -> Path:
    """Where a network's files are kept unless said otherwise: `$GENPON_DATA`, or below the user's data directory."""
    if os.environ.get("GENPON_DATA"):
        return Path(os.environ["GENPON_DATA"])
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "genpon" / "network"


Data = Annotated[Path, typer.Option("--data", help="The directory of the network's files.", default_factory=default_data)]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Town = Annotated[str, typer.Argument(help="The municipality's name, such as toda.")]
Id = Annotated[str, typer.Argument(help="An opaque id, never a person's name: it stands in certificates, and those stand on the ledger.")]
SecretFile = Annotated[str | None, typer.Option("--secret-file", help="The file of the secret; - is the input.")]
NewSecretFile = Annotated[
    Path | None, typer.Option("--secret-file", help="Write the secret there, readable by you alone, instead of printing it.")
]
Attributes = Annotated[
    list[str] | None, typer.Option("--attribute", help="What its certificates say of it for chaincode, such as app.desk=7; repeatable.")
]
Hosts = Annotated[list[str] | None, typer.Option("--host", help="A TLS certificate for this host name or address; repeatable.")]
Out = Annotated[Path, typer.Option("--out", help="The directory for certificate.pem and key.pem.")]
Replace = Annotated[bool, typer.Option("--replace", help="Replace the key that is there.")]
