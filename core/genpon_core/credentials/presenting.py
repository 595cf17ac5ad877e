"""The holder's choice: which claims of a credential to show."""

from collections.abc import Iterable

from genpon_core.credentials.paths import Path, is_within
from genpon_core.credentials.reading import Credential
from genpon_core.credentials.sd_jwt import SdJwt
from genpon_core.errors import Refusal
from genpon_core.texts import field_name


def show(credential: Credential, paths: Iterable[Path]) -> SdJwt:
    """The credential with the disclosures of chosen claims and no others.

    Args:
        credential: with all its disclosures.
        paths: of the claims to show, each with all that is below it; what it lies in is shown as far as it must be.

    Raises:
        Refusal: `presentation.no_such_claim`.
    """
    content = credential.content
    chosen: set[str] = set()
    for path in paths:
        reached = [place for place in (*content.disclosed, *content.plain) if is_within(place, path)]
        if not reached:
            raise Refusal("presentation.no_such_claim", {"claim": ".".join(_shown(step) for step in path)})
        chosen |= {disclosure.text for place, disclosure in content.disclosed.items() if any(is_within(one, place) for one in reached)}
    return SdJwt(credential.sd_jwt.jwt, tuple(text for text in credential.sd_jwt.disclosures if text in chosen))


def _shown(step: str | int | None) -> str:
    return "*" if step is None else field_name(str(step))
