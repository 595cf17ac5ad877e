"""`registry`: the charter and its changes, municipalities' administrators, departments, officers and keys."""

from genpon_chaincode.asset_contract import AssetContract
from genpon_chaincode.contractapi import Context, query, transaction
from genpon_chaincode.refusals import refusals_answered
from genpon_core import chains
from genpon_core.charters import read_charter
from genpon_core.errors import Refusal

PART_BYTES = 32 * 1024


class Registry(AssetContract):
    """Records the registry's acts, and the charter itself."""

    name = "registry"
    kinds = frozenset({"charter", "agreement", "change", "municipality", "department", "officer", "key"})
    indexes = frozenset({"department", "officer", "subject", "change"})

    @transaction
    def establish(self, context: Context, charter: bytes) -> dict[str, str]:
        """Writes the charter, in parts: the one unsigned entry. Only the charter that this service was started with is taken."""
        with refusals_answered():
            if read_charter(charter).digest != self._charter.digest:
                raise Refusal("charter.other")
            book = self.book(context)
            if not book.charter_parts():
                data = self._charter.to_bytes()
                for part, offset in enumerate(range(0, len(data), PART_BYTES)):
                    key = chains.charter_part_key(self._charter.digest, part)
                    book.put_frozen(key, data[offset : offset + PART_BYTES])
        return {"charter": self._charter.digest}

    @query
    def charter(self, context: Context) -> bytes:
        """The charter's canonical JSON, as it was established."""
        with refusals_answered():
            parts = self.book(context).charter_parts()
            if not parts:
                raise Refusal("charter.not_established")
        return b"".join(parts)
