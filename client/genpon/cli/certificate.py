"""The commands `genpon certificate`, in the order of a certificate's life."""

from importlib import import_module

from genpon.cli.certificate_app import app

__all__ = ["app"]

for _part in ("issuing", "changes", "holding", "verifying"):
    import_module(f"genpon.cli.certificate_{_part}")
