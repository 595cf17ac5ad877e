"""Credentials in files and on paper: issued, held, presented and verified without a ledger (extra `credentials`).

```
claims         what is said, against the type's schema
issuing        a batch signed                    registers      what its issuer keeps of it
holder_keys    a holder's request                wallets        keys and credentials of one holder
held           a credential and its proof        presentations  what a holder gives to one verifier
packing, paper the same as QR codes
trust          what a verifier must know from elsewhere: the protocol, and known keys
verifying      the four questions                verdicts       and their answers
```
"""
