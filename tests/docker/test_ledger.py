"""The ledger's main path through the published ports: the tests of tests/ledger, on the network in containers."""

from tests.ledger.test_main_path import test_every_organisation_has_the_same, test_from_draft_to_concluded

__all__ = ["test_every_organisation_has_the_same", "test_from_draft_to_concluded"]
