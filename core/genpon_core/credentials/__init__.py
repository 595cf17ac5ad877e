"""Credentials: SD-JWT VC as wallets know it, made and read without a ledger.

```
paths        which claims are selectively disclosable
disclosures  one claim with its salt, and its digest
blinding     claims into digests and disclosures          unblinding   and back, as a verifier may
jws          ES256 signatures in compact form             jwk          public keys as JSON
terms        what an issuer says beside the claims
issuing      a credential signed                          reading      a credential or presentation read
presenting   which claims to show
key_binding  a presentation bound to one verifier
possession   a holder's proof that a key is its own
batches      thousands of credentials under one root
status_lists the statuses of very many, in a few bits each
```

The formats are RFC 9901 (SD-JWT) and draft-ietf-oauth-sd-jwt-vc. Randomness and moments come from the caller.
"""
