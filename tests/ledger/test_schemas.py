"""Certificate types on the ledger: published in revisions by the root body, the same for everybody, retired."""

import pytest

from genpon.errors import Refused, UsageError
from genpon_core.certificate_types.shipped import NAMES, shipped
from tests.support.counter import own_type
from tests.support.town import DAY, World, fresh


def test_the_shipped_types_are_published_once(world: World) -> None:
    neutral = world.body("neutral").ledger.schemas
    neutral.publish_shipped()
    world.consortium.settle()
    assert neutral.publish_shipped() == ()

    seen = world.town("Toda").ledger.schemas
    assert set(NAMES) <= set(seen.list())
    for name in NAMES:
        current = seen.show(name).current
        assert current is not None
        assert current.certificate_type == shipped(name)
    with pytest.raises(UsageError) as wrong:
        neutral.publish_shipped(["passport"])
    assert wrong.value.code == "schema.unknown"


def test_revisions_follow_each_other_and_end(world: World) -> None:
    name, neutral = f"t{fresh()}", world.body("neutral").ledger.schemas
    first, second = own_type(name), own_type(name, revision=2)
    begins = neutral.publish(first).record.recorded_at
    later = world.now + DAY
    neutral.publish(second, later)
    world.consortium.settle()
    seen = world.town("Nagasaki").ledger.schemas

    def current(**question: int) -> str | None:
        found = seen.show(name, **question).current
        return None if found is None else found.revision.digest

    assert current() == first.digest
    assert current(as_of=later) == second.digest
    assert current(as_of=begins - 1) is None
    assert [view.certificate_type.revision for view in seen.show(name).revisions] == [1, 2]
    world.reach(world.now + 1)
    retired = neutral.retire(name).record.recorded_at
    world.consortium.settle()
    assert current() is None
    assert current(as_of=retired - 1) == first.digest
    assert current(as_of=retired, known_at=retired - 1) == first.digest
    assert [entry.record.act.statement.act for entry in seen.history(name)] == ["publish", "publish", "retire"]


def test_only_a_root_body_publishes(world: World) -> None:
    nagasaki, name = world.town("Nagasaki"), f"t{fresh()}"
    for person in (world.body("alliance"), nagasaki.administrator, nagasaki.issuer, world.contractor):
        with pytest.raises(Refused) as refused:
            person.ledger.schemas.publish(own_type(name))
        assert refused.value.code == "role.root_body"
    with pytest.raises(Refused) as refused:
        nagasaki.ledger.schemas.show(name)
    assert refused.value.code == "type.unknown"


def test_whom_a_type_is_about_never_changes(world: World) -> None:
    name, neutral = f"t{fresh()}", world.body("neutral").ledger.schemas
    neutral.publish(own_type(name))
    with pytest.raises(Refused) as refused:
        neutral.publish(own_type(name, revision=2, subject="organisation"))
    assert refused.value.code == "type.other_subject"
    with pytest.raises(Refused) as refused:
        neutral.publish(own_type(name), world.now + DAY)
    assert refused.value.code == "type.same_revision"
