"""Certificate types: what a certificate says, which of it can be hidden, how long it counts, and how people read it.

A type is one document: the type metadata of draft-ietf-oauth-sd-jwt-vc, so that any wallet can show it, with the JSON Schema of the claims
and what else the issuer must know. Its id is the SHA-256 of its canonical JSON; every credential pins it as `vct#integrity`, so nobody can
show a certificate under another schema. A changed type is a new revision with an id of its own.

```python
from genpon_core.certificate_types.shipped import shipped

shipped("tax_clearance").digest
```
"""
