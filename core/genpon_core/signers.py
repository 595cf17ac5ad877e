"""Who makes an act, as the registry knows it at the ledger's time."""

from dataclasses import dataclass

from genpon_core.errors import Refusal
from genpon_core.ids import parse_id

ADMINISTRATOR = "administrator"
OFFICER = "officer"
COUNTERPARTY = "counterparty"
PRESENTER = "presenter"
BODY = "body"


@dataclass(frozen=True, slots=True)
class Signer:
    """An authenticated signer.

    Attributes:
        id: as in the statement.
        kind: `administrator`, `officer`, `counterparty`, `body` for an accrediting body, or `presenter` for one who presents a key that
            is not yet registered.
        assurance: how the key became the signer's: `charter`, `admitted`, `anchored`, `vouched` or `presented`.
        code: local government code of the signer's municipality; empty for a company.
        role: the officer's role in the assignment acted under.
        department: id of the department of that assignment.
        vouched_in: codes of the municipalities that vouch for a counterparty's key.
    """

    id: str
    kind: str
    assurance: str
    code: str = ""
    role: str = ""
    department: str = ""
    vouched_in: frozenset[str] = frozenset()

    def counts_in(self, code: str) -> bool:
        """Whether the signer's key counts in a municipality's contracts: a key that is only vouched for counts where it was."""
        return self.assurance != "vouched" or code in self.vouched_in


def require_administrator(signer: Signer, asset: str) -> None:
    """Checks that the signer is an administrator of the municipality that the asset's id names.

    Raises:
        Refusal: `role.administrator` or `role.other_municipality`.
    """
    if signer.kind != ADMINISTRATOR:
        raise Refusal("role.administrator", {"signer": signer.id})
    require_municipality(signer, parse_id(asset).code)


def require_municipality(signer: Signer, code: str) -> None:
    """Checks that the signer belongs to a municipality.

    Raises:
        Refusal: `role.other_municipality`.
    """
    if signer.code != code:
        raise Refusal("role.other_municipality", {"signer": signer.id, "municipality": code})


def require_role(signer: Signer, *roles: str) -> None:
    """Checks that the signer is an officer who acts in one of the roles.

    Raises:
        Refusal: `role.missing`.
    """
    if signer.kind != OFFICER or signer.role not in roles:
        raise Refusal("role.missing", {"signer": signer.id, "role": " / ".join(roles)})
