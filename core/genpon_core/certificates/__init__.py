"""Certificates 証明書 on the ledger: who is accredited for what, the types, batches and their status. Nothing about any subject."""
