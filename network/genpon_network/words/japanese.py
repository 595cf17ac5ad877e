"""The Japanese of every template, by its English."""

from collections.abc import Mapping

from genpon_network.words import authorities, channel, commands, containers, native, tools, topology

TABLES = (authorities, channel, commands, containers, native, tools, topology)
JAPANESE: Mapping[str, str] = {template: japanese for table in TABLES for template, japanese in table.JAPANESE.items()}
