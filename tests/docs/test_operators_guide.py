"""The operators' guide names all that there is to operate; its commands are typed by tests/docker."""

import re

import pytest
from ruamel.yaml import YAML

from genpon_network.words.japanese import JAPANESE
from tests.support.documents import ROOT, blocks

GUIDES = ("docs/operators.md", "docs/operators.ja.md")
COMPOSE = YAML(typ="safe").load(ROOT / "docker-compose.yaml")
ALERTS = YAML(typ="safe").load(ROOT / "network" / "genpon_network" / "monitoring" / "alerts.yaml")
OF_THE_ENGINE = {"port is already allocated", "address already in use", "pull access denied", "no such host"}
VALUES = re.compile("127.0.0.1(?=:)|17054|512|toda")
"""What stands in the guide for the parameters of messages."""
OTHERS = ("nagasaki", "kawaguchi", "omura")


def text(guide: str) -> str:
    return (ROOT / guide).read_text(encoding="utf-8")


def test_both_languages_show_the_same_commands() -> None:
    assert blocks(GUIDES[0], "sh") == blocks(GUIDES[1], "sh")


@pytest.mark.parametrize("guide", GUIDES)
def test_every_service_volume_and_alert_is_explained(guide: str) -> None:
    named = {*COMPOSE["services"], *COMPOSE["volumes"], *(rule["alert"] for group in ALERTS["groups"] for rule in group["rules"])}

    assert [name for name in sorted(named) if not name.endswith(OTHERS) and f"`{name}`" not in text(guide)] == []


@pytest.mark.parametrize("guide", GUIDES)
def test_ports_are_those_of_the_compose_file(guide: str) -> None:
    ports = {name: service["ports"][0].split(":")[-1] for name, service in COMPOSE["services"].items() if "ports" in service}

    for name in ("peer0.nagasaki", "ca.nagasaki", "prometheus"):
        assert ports[name] in text(guide), name
    assert f"127.0.0.1:{ports['ca.toda']}" in text(guide)


@pytest.mark.parametrize("guide", GUIDES)
def test_messages_are_what_is_said(guide: str) -> None:
    rows = [row.split(" | ")[0] for row in text(guide).split("\n## ")[-2].splitlines() if row.startswith("| `")]
    parts = {part.strip() for row in rows for phrase in re.findall("`([^`]+)`", row) for part in phrase.split("…")} - OF_THE_ENGINE - {""}
    said = [re.sub(r"\{[^}]*\}", "", template) for template in JAPANESE]

    assert len(parts) > 10
    assert [part for part in sorted(parts) if not any(VALUES.sub("", part) in each for each in said)] == []
