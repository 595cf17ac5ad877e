"""What runs beside every municipality's peer: the chaincode runtime and the ledger's transactions."""
