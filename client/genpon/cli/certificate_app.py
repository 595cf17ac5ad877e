"""The group `genpon certificate`, and options that its commands share."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Certificates: issue, change, hold, present, verify.")

CertificateArgument = Annotated[
    str, typer.Argument(help="Id: certificate/<code>/<batch>, or that and /<index> for one of them.", metavar="CERTIFICATE")
]
BatchArgument = Annotated[str, typer.Argument(help="Id of the batch: certificate/<code>/<name>.", metavar="BATCH")]
RegistersOption = Annotated[
    Path | None,
    typer.Option(
        "--registers", envvar="GENPON_REGISTERS", help="Folder of what the issuer keeps; the user's own unless given.", metavar="FOLDER"
    ),
]
IssuerOption = Annotated[
    str | None,
    typer.Option("--issuer", help="The municipality's https address, which ends with its code; a URN unless given.", metavar="URL"),
]
FolderOption = Annotated[Path, typer.Option("--output", "-o", help="Folder to write the holders' files to.", metavar="FOLDER")]
ChallengeOption = Annotated[
    Path | None, typer.Option("--challenge", help="The challenge file that was given to the holder; it counts once.", metavar="FILE")
]
WalletOption = Annotated[
    Path, typer.Option("--wallet", envvar="GENPON_WALLET", help="The holder's wallet file; made if it is not there.", metavar="FILE")
]
