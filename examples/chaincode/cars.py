"""Cars, and the organisations that own them: an example of chaincode."""

from enum import StrEnum

from pydantic import BaseModel

from genpon_chaincode.contractapi import ChaincodeError, Context, ContractChaincode, SmartContract, query, transaction
from genpon_chaincode.shim import KeyEndorsementPolicy, run


class Colour(StrEnum):
    """The colours that a car can have."""

    RED = "red"
    BLUE = "blue"


class Car(BaseModel, extra="forbid", frozen=True):
    """A car, as it stands on the ledger."""

    number: str
    colour: Colour
    owner: str


class Cars(SmartContract):
    """Cars and their owners."""

    name = "cars"
    version = "1.0.0"

    @transaction
    def register(self, context: Context, number: str, colour: Colour) -> Car:
        """A new car, owned by the organisation that registers it."""
        if context.stub.get_state(number):
            raise ChaincodeError(409, "car.exists", {"number": number})
        return self._keep(context, Car(number=number, colour=colour, owner=context.client_identity.msp_id))

    @transaction
    def sell(self, context: Context, number: str, buyer: str) -> Car:
        """Another owner; only the present one may sell."""
        car = self.read(context, number)
        if car.owner != context.client_identity.msp_id:
            raise ChaincodeError(403, "car.not_yours", {"number": number})
        return self._keep(context, car.model_copy(update={"owner": buyer}))

    @query
    def read(self, context: Context, number: str) -> Car:
        """A car."""
        data = context.stub.get_state(number)
        if not data:
            raise ChaincodeError(404, "car.unknown", {"number": number})
        return Car.model_validate_json(data)

    @query
    def owners(self, context: Context, number: str) -> list[str]:
        """Everybody who has owned a car, the latest first."""
        return [Car.model_validate_json(change.value).owner for change in context.stub.get_history_for_key(number)]

    def _keep(self, context: Context, car: Car) -> Car:
        context.stub.put_state(car.number, car.model_dump_json().encode())
        policy = KeyEndorsementPolicy()
        policy.add_orgs("peer", car.owner)
        context.stub.set_state_validation_parameter(car.number, policy.policy())
        context.stub.set_event("changed", car.number.encode())
        return car


chaincode = ContractChaincode([Cars()], title="Cars", version=Cars.version)

if __name__ == "__main__":
    raise SystemExit(run(chaincode))
