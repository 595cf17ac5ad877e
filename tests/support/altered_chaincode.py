"""A chaincode service that was altered: the agreed rules, and besides whatever a caller asks to be written."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from genpon_chaincode.server import build
from genpon_chaincode.shim import Chaincode, ChaincodeStub, Response, run
from genpon_core.fabric.policies import unsatisfiable


@dataclass(frozen=True)
class Lawless:
    """`overwrite key`, `delete key` and `police key` have no rules; all else is honest."""

    honest: Chaincode

    def invoke(self, stub: ChaincodeStub) -> Response:
        if stub.function not in {"overwrite", "delete", "police"}:
            return self.honest.invoke(stub)
        key = stub.parameters[0].decode()
        if stub.function == "overwrite":
            stub.put_state(key, b"forged")
        elif stub.function == "delete":
            stub.delete_state(key)
        else:
            stub.set_state_validation_parameter(key, unsatisfiable().SerializeToString())
        return Response(payload=b"done")


if __name__ == "__main__":
    sys.exit(run(Lawless(build(Path(os.environ["GENPON_CHARTER"]).read_bytes()))))
