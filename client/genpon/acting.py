"""Acts in two steps: prepare a statement here, sign it here or elsewhere.

```python
statement = prepare("contract/422011/2026-0001", "approve", content, charter=charter.digest, signer="officer/422011/0007",
                    key=signer.public_key, assignment="a-2026", answers=draft.digest)
act = sign(statement, signer, bundle=bundle)
```

What is signed is readable; with the bundle given, its files are hashed again first, so that nobody signs what has changed meanwhile.
"""

import time
from collections.abc import Mapping
from typing import Any

from genpon.act_signers import ActSigner
from genpon.bundles import Bundle
from genpon.errors import Refused, refusals_as
from genpon_core import rules
from genpon_core.errors import Refusal
from genpon_core.keys import PublicKey, default_algorithm
from genpon_core.models import Strict
from genpon_core.moments import format_time
from genpon_core.statements import Act, Statement, read_statement

SUBMIT_WITHIN = 30 * 86400


def prepare(
    asset: str,
    act: str,
    content: Mapping[str, Any] | Strict,
    *,
    charter: str,
    signer: str,
    key: PublicKey,
    assignment: str | None = None,
    revision: int = 1,
    answers: str | None = None,
    algorithm: str | None = None,
    signed_at: int | None = None,
    submit_within: int = SUBMIT_WITHIN,
) -> Statement:
    """A statement that is ready to be shown and signed.

    Args:
        asset: id of the asset that the act is added to.
        act: the act's name.
        content: what the act says, as JSON or as its model.
        charter: the charter's digest.
        signer: id of the one who will sign.
        key: the key that will sign.
        assignment: the officer's assignment acted under.
        revision: of the contract's documents.
        answers: digest of the act that this one answers.
        algorithm: of the signature; the key's usual one by default.
        signed_at: the signer's clock, seconds since 1970 UTC; now by default.
        submit_within: how long after `signed_at` the act may be submitted, seconds.

    Raises:
        Refused: `json.…`, `id.…`, `act.unknown` or `algorithm.not_for_key` for what no ledger would take.
    """
    now = int(time.time()) if signed_at is None else signed_at
    with refusals_as(Refused):
        fields = {
            "format": 1,
            "charter": charter,
            "asset": asset,
            "revision": revision,
            "act": act,
            "content": content.model_dump() if isinstance(content, Strict) else dict(content),
            "answers": answers,
            "signer": signer,
            "assignment": assignment,
            "key": key.fingerprint,
            "algorithm": algorithm or default_algorithm(key),
            "signed_at": format_time(now),
            "submit_before": format_time(now + submit_within),
        }
        statement = read_statement(fields)
        statement.to_bytes()
        _check(statement, key)
    return statement


def sign(statement: Statement, signer: ActSigner, *, bundle: Bundle | None = None) -> Act:
    """The signed act.

    Args:
        statement: what `prepare` made, or another's statement for this signer's key.
        signer: who signs.
        bundle: local files that the act is about; they are hashed again before the signature.

    Raises:
        Refused: `key.other_key` for another key's statement, `file.changed` or `bundle.other` for files that are not what the statement
            says, `signature.not_made` for a signer whose signature does not verify.
    """
    key = signer.public_key
    if statement.key != key.fingerprint:
        raise Refused("key.other_key", {"key": key.fingerprint})
    with refusals_as(Refused):
        _check(statement, key)
    if bundle is not None:
        _check_bundle(statement, bundle)
    act = Act.of(statement, signer.sign(statement.algorithm, statement.to_bytes()))
    if not key.verify(statement.algorithm, act.signature, act.message):
        raise Refused("signature.not_made", {"algorithm": statement.algorithm})
    return act


def _check(statement: Statement, key: PublicKey) -> None:
    rules.rules_of(statement)
    if not key.allows(statement.algorithm):
        raise Refusal("algorithm.not_for_key", {"algorithm": statement.algorithm})


def _check_bundle(statement: Statement, bundle: Bundle) -> None:
    stated = statement.content.get("manifest")
    if stated is not None and stated != bundle.manifest_ref.model_dump():
        raise Refused("bundle.other", {"revision": statement.revision})
    bundle.hash_again()
