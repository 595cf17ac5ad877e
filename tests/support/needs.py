"""What some tests need and a machine may lack, each by the marker of those tests; `GENPON_REQUIRE` names what must be there."""

import os
from collections.abc import Callable

from tests.support import engine, fabric, softhsm

NEEDS: dict[str, Callable[[], str | None]] = {
    "fabric": fabric.why_not,
    "fabric_ca": fabric.why_no_ca,
    "hsm": softhsm.why_not,
    "docker": engine.why_not,
}
"""Why tests with a marker cannot run here; None if they can."""


def required(need: str) -> bool:
    """Whether the lack of it is a failure."""
    return need in os.environ.get("GENPON_REQUIRE", "").split(",")
