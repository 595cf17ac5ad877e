"""Certificates 証明書 on the ledger: issued, changed, verified, minted from contracts, disposed of (extra `credentials`).

```
book          the certificates of a ledger, as `ledger.certificates`
statements    the statements of their acts
issuing       credentials signed and their root on the ledger     registers   what an issuer keeps of it, and destroys
performance   what a contract's acts say of its performance       statuses    status lists for wallets
trust         what the ledger says to a verifier                  evidence    the same in a file, for verification without a ledger
verifying     the four questions, asked with the one or the other
```
"""
