"""A chaincode to begin with; `docs/chaincode.md` explains it."""
