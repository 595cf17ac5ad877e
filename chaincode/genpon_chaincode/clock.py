"""`clock`: the ledger clock, which every act reads. Anybody may tick it; it never goes back."""

from genpon_chaincode.contractapi import Context, SmartContract, query, transaction
from genpon_core.chains import CLOCK_KEY


class Clock(SmartContract):
    """The ledger clock, seconds since 1970 UTC."""

    name = "clock"

    @transaction
    def tick(self, context: Context) -> dict[str, int]:
        """Sets the clock to the transaction's time, if that is later."""
        now = context.stub.transaction_time
        clock = int(context.stub.get_state(CLOCK_KEY) or b"0")
        if now > clock:
            context.stub.put_state(CLOCK_KEY, str(now).encode())
        return {"clock": max(now, clock)}

    @query
    def read(self, context: Context) -> dict[str, int]:
        """The clock; 0 before its first tick."""
        return {"clock": int(context.stub.get_state(CLOCK_KEY) or b"0")}
