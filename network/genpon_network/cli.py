"""The command `genpon-network`."""

import typer

from genpon_network.commands import compose, dev, identity, native, renew


def main() -> None:
    """Runs the command."""
    build()()


def build() -> typer.Typer:
    """The command with all its groups."""
    app = typer.Typer(name="genpon-network", no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
    app.callback()(_root)
    dev.register(app)
    native.register(app)
    compose.register(app)
    identity.register(app)
    renew.register(app)
    return app


def _root() -> None:
    """Genpon 原本: runs the ledgers of municipalities, embedded for development or real Hyperledger Fabric."""
