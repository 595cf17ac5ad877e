"""A presentation in as few bytes as may be, for paper.

What is base64url in it is packed as the bytes that it stands for, and the whole is deflated with a dictionary of what all credentials have
in common. Unpacked, it is the same text again, character for character, or it is refused.
"""

import zlib

from genpon.credentials.held import Held
from genpon_core.canonical import decode, encode
from genpon_core.credentials import base64url
from genpon_core.credentials.batches import InclusionProof
from genpon_core.credentials.sd_jwt import SdJwt
from genpon_core.errors import Refusal

_MOST = 512 << 10
_LENGTH = 3

# Written once for this format: to change it is to make a second one.
_COMMON = b"".join(
    (
        b'{"batch":"certificate/","format":1,"index":,"kind":"inclusion","path":[","],"salt":"","size":}',
        b'{"aud":"https://","iat":17,"nonce":"","sd_hash":"',
        b'","name":"","address":"","as_of":"2026-","municipal","property","certificate_number","corporate_number","',
        b'{"alg":"ES256","kid":"","typ":"kb+jwt"}{"alg":"ES256","kid":"","typ":"dc+sd-jwt"}',
        b'{"_sd":["","],"_sd_alg":"sha-256","cnf":{"jwk":{"crv":"P-256","kty":"EC","x":"","y":""}},"exp":17,"iat":17,"iss":"https://',
        b'","nbf":17,"no_arrears":true,"status":{"status_list":{"idx":,"uri":"https://',
        b'/s/"}},"vct":"urn:genpon::1","vct#integrity":"sha256-="}',
    )
)


def pack(presented: Held) -> bytes:
    """The bytes of a presentation."""
    sd_jwt = presented.sd_jwt
    tokens = [sd_jwt.jwt, *([sd_jwt.key_binding] if sd_jwt.key_binding else [])]
    parts = [base64url.decode(part, part="token") for token in tokens for part in token.split(".")]
    parts += [base64url.decode(text, part="disclosure") for text in sd_jwt.disclosures]
    parts += [encode(presented.proof.to_json())] if presented.proof is not None else []
    head = bytes((len(tokens), len(sd_jwt.disclosures), presented.proof is not None))
    packing = zlib.compressobj(9, zdict=_COMMON)
    framed = b"".join(len(part).to_bytes(_LENGTH, "big") + part for part in parts)
    return packing.compress(head + framed) + packing.flush()


def unpack(data: bytes) -> Held:
    """The presentation in bytes from anybody.

    Raises:
        Refusal: `paper.damaged`, or what `InclusionProof.from_json` and `SdJwt.parse` refuse.
    """
    tokens, disclosures, proofs, *rest = _inflated(data)
    parts = _parts(bytes(rest))
    if tokens not in {1, 2} or proofs > 1 or len(parts) != 3 * tokens + disclosures + proofs:
        raise Refusal("paper.damaged")
    texts = [base64url.encode(part) for part in parts[: len(parts) - proofs]]
    jwt, key_binding = ".".join(texts[:3]), ".".join(texts[3:6]) if tokens == 2 else ""
    sd_jwt = SdJwt.parse(str(SdJwt(jwt, tuple(texts[3 * tokens :]), key_binding)))
    return Held(sd_jwt, InclusionProof.from_json(decode(parts[-1])) if proofs else None)


def _inflated(data: bytes) -> bytes:
    unpacking = zlib.decompressobj(zdict=_COMMON)
    try:
        inflated = unpacking.decompress(data, _MOST)
    except zlib.error:
        raise Refusal("paper.damaged") from None
    if not unpacking.eof or unpacking.unused_data or len(inflated) < 3:
        raise Refusal("paper.damaged")
    return inflated


def _parts(framed: bytes) -> list[bytes]:
    parts, place = [], 0
    while place < len(framed):
        start = place + _LENGTH
        place = start + int.from_bytes(framed[place:start], "big")
        parts.append(framed[start:place])
    if place != len(framed):
        raise Refusal("paper.damaged")
    return parts
