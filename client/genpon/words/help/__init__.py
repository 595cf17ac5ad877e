"""What `--help` of `genpon` says in Japanese, by its English."""

from collections.abc import Mapping

from genpon.words.help import agreement, certificates, contracts, keys, registry

TABLES = (agreement, certificates, contracts, keys, registry)
HELP: Mapping[str, str] = {english: japanese for table in TABLES for english, japanese in table.HELP.items()}
