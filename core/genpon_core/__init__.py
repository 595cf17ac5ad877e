"""What both sides of the ledger, and any verifier, must agree on: pure functions on data, without input or output."""
