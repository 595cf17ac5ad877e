"""Vectors of plain data: canonical JSON, moments, codes, Merkle trees, manifests, salted digests."""

import hashlib
from typing import Any

from genpon_core import canonical, manifests, merkle, moments, salted

GOOD_JSON = {
    "literals": '{"c":null,"a":true,"b":false}',
    "white space and order": ' { "b" : 1 ,\n\t"a" : [ 1 , 2 ] } ',
    "keys sort by UTF-16 units, as RFC 8785 says": '{"\u20ac":1,"\ufb33":2,"1":3,"\U0001f600":4,"\u00f6":5}',
    "escapes come back as text": '"\\u795e\\/\\"\\\\\\n"',
    "a surrogate pair": '"\\ud842\\udfb7"',
    "a compatibility ideograph stays": '"\ufa19"',
    "a variation selector stays": '"\u845b\U000e0100"',
    "decomposed text stays": '"\u304b\u3099"',
    "zero width joiner stays": '"\u200d"',
    "private use stays": '"\ue000"',
    "the largest integers": "[9007199254740991,-9007199254740991,0]",
    "empty": '[{},[],""]',
    "32 levels": "[" * 32 + "]" * 32,
}
BAD_JSON = {
    "nothing": ("", "json.syntax"),
    "two values": ("1 2", "json.syntax"),
    "a comma too many": ("[1,]", "json.syntax"),
    "single quotes": ("{'a':1}", "json.syntax"),
    "a comment": ("1//", "json.syntax"),
    "a leading zero": ("01", "json.syntax"),
    "a plus sign": ("+1", "json.syntax"),
    "a byte order mark": ("\ufeff1", "json.syntax"),
    "a raw line feed in text": ('"\n"', "json.syntax"),
    "a fraction": ("1.5", "json.number"),
    "a whole float": ("1.0", "json.number"),
    "an exponent": ("1e3", "json.number"),
    "minus zero": ("-0", "json.number"),
    "not a number": ("NaN", "json.number"),
    "infinity": ("-Infinity", "json.number"),
    "an integer past 2^53-1": ("9007199254740992", "json.integer_too_large"),
    "an integer below -(2^53-1)": ("-9007199254740992", "json.integer_too_large"),
    "a very long integer": ("1" * 5000, "json.integer_too_large"),
    "a key twice": ('{"a":1,"b":2,"a":1}', "json.duplicate_key"),
    "a key twice, once escaped": ('{"a":1,"\\u0061":1}', "json.duplicate_key"),
    "33 levels": ("[" * 33 + "]" * 33, "json.too_deep"),
    "2000 levels": ("[" * 2000, "json.too_deep"),
    "a tab": ('"\\t"', "text.control_character"),
    "a carriage return": ('"\\r\\n"', "text.control_character"),
    "a null": ('"\\u0000"', "text.control_character"),
    "delete": ('"\u007f"', "text.control_character"),
    "a C1 control": ('"\u0085"', "text.control_character"),
    "a control in a key": ('{"\\u0001":1}', "text.control_character"),
    "an override": ('"\u202e"', "text.bidirectional_control"),
    "an isolate": ('"\u2067"', "text.bidirectional_control"),
    "a mark": ('"\u200f"', "text.bidirectional_control"),
    "an Arabic letter mark": ('"\u061c"', "text.bidirectional_control"),
    "a lone high surrogate": ('"\\ud800"', "text.lone_surrogate"),
    "a lone low surrogate": ('"\\udc00a"', "text.lone_surrogate"),
    "surrogates the wrong way round": ('"\\udc00\\ud800"', "text.lone_surrogate"),
    "a noncharacter": ('"\uffff"', "text.noncharacter"),
    "a noncharacter of another plane": ('"\U0001fffe"', "text.noncharacter"),
    "a noncharacter in the middle": ('"\ufdd0"', "text.noncharacter"),
}
BAD_BYTES = {
    "Latin-1": b'"\xe9"',
    "an overlong slash": b'"\xc0\xaf"',
    "a surrogate in UTF-8": b'"\xed\xa0\x80"',
    "UTF-16": b"\xff\xfe1\x00",
}

# The inputs of the reference implementation of RFC 6962; their roots are well known.
RFC_6962_LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")

MOMENTS = ("1970-01-01T00:00:00Z", "2026-03-31T14:59:59Z", "2026-03-31T15:00:00Z", "2028-02-29T23:59:59Z", "9999-12-31T14:59:59Z")
BAD_MOMENTS = {
    "2026-11-23T04:05:06": "time.form",
    "2026-11-23T04:05:06+09:00": "time.form",
    "2026-11-23t04:05:06z": "time.form",
    "2026-11-23 04:05:06Z": "time.form",
    "2026-11-23T04:05:06.0Z": "time.form",
    "2026-11-23T24:00:00Z": "time.form",
    "2026-12-31T23:59:60Z": "time.form",
    "2026-02-29T00:00:00Z": "time.form",
    "２０２６-11-23T04:05:06Z": "time.form",
    "2026-11-23T04:05:06Z\n": "time.form",
    "1969-12-31T23:59:59Z": "time.out_of_range",
    "9999-12-31T15:00:00Z": "time.out_of_range",
}
LOCAL_GOVERNMENTS = {
    "010006": "Hokkaido",
    "011002": "Sapporo",
    "130001": "Tokyo",
    "131016": "Chiyoda",
    "261009": "Kyoto",
    "281000": "Kobe",
    "401005": "Kitakyushu",
    "422011": "Nagasaki city",
    "473821": "Yonaguni",
}
BAD_LOCAL_GOVERNMENTS = ("422012", "42201", "4220111", "000000", "480002", "42201１", "422011\n", "42-2011", "")
CORPORATIONS = {"7000012050002": "National Tax Agency", "6000020422011": "Nagasaki city", "5835678256246": "the library's example"}
BAD_CORPORATIONS = (
    "7000012050003",
    "8000012050002",
    "700001205000",
    "70000120500022",
    "7-0000-1205-0002",
    "７000012050002",
    " 7000012050002",
    "",
)


def files() -> dict[str, Any]:
    """The files by name."""
    return {
        "canonical_json.json": _canonical(),
        "moments.json": _moments(),
        "codes.json": _codes(),
        "merkle.json": [_tree(RFC_6962_LEAVES[:size]) for size in range(1, 9)]
        + [_tree([f"{leaf:02x}" for leaf in range(size)]) for size in (13, 33)],
        "manifests.json": _manifest(),
        "salted_digests.json": [_salted(text, salt) for text, salt in (("", "00"), ("受注者の申出による", "a5"), ("\ufa19社", "ff"))],
    }


def _canonical() -> dict[str, Any]:
    good = []
    for name, text in GOOD_JSON.items():
        form = canonical.encode(canonical.decode(text.encode()))
        row = {"name": name, "input_hex": text.encode().hex(), "canonical_hex": form.hex(), "sha256": hashlib.sha256(form).hexdigest()}
        good.append(row)
    bad = [(name, text.encode(), code) for name, (text, code) in BAD_JSON.items()]
    bad += [(name, data, "json.not_utf8") for name, data in BAD_BYTES.items()]
    return {"good": good, "bad": [{"name": name, "input_hex": data.hex(), "code": code} for name, data, code in bad]}


def _moments() -> dict[str, Any]:
    seconds = {text: moments.parse_time(text) for text in MOMENTS}
    good = [{"text": text, "seconds": at, "date_of_law": moments.format_date(moments.law_date(at))} for text, at in seconds.items()]
    return {"good": good, "bad": [{"text": text, "code": code} for text, code in BAD_MOMENTS.items()]}


def _codes() -> dict[str, Any]:
    both = {"local_governments": (LOCAL_GOVERNMENTS, BAD_LOCAL_GOVERNMENTS), "corporations": (CORPORATIONS, BAD_CORPORATIONS)}
    return {
        name: [{"code": code, "valid": True} for code in good] + [{"code": code, "valid": False} for code in bad]
        for name, (good, bad) in both.items()
    }


def _tree(leaves: Any) -> dict[str, Any]:
    tree = merkle.Tree.of([bytes.fromhex(leaf) for leaf in leaves])
    proofs = [[step.hex() for step in tree.proof(index)] for index in range(len(leaves))]
    return {"leaves": list(leaves), "root": tree.root.hex(), "proofs": proofs}


def _manifest() -> list[dict[str, Any]]:
    terms = canonical.encode({"amount": 12_000_000, "title": "橋梁補修工事"})
    contents = [
        ("terms", "application/json", terms, None),
        ("contract", "application/pdf", b"%PDF-1.7", "契約書.pdf"),
        ("drawing", "image/png", b"", None),
    ]
    given = [
        manifests.File(role=role, media_type=media_type, size=len(data), digest=hashlib.sha256(data).hexdigest(), name=name)
        for role, media_type, data, name in contents
    ]
    return [_manifest_of(given[:size]) for size in (1, 2, 3)]


def _manifest_of(given: list[manifests.File]) -> dict[str, Any]:
    manifest = manifests.Manifest.build(given, [bytes([index + 1]) * 16 for index in range(len(given))])
    return {
        "manifest": manifest.to_json(),
        "root": manifest.root,
        "leaves_hex": [leaf.to_bytes().hex() for leaf in manifest.leaves],
        "proofs": [[step.hex() for step in manifest.proof(index)] for index in range(manifest.size)],
    }


def _salted(text: str, salt: str) -> dict[str, str]:
    return {"text": text, "salt_hex": salt * 16, "digest": salted.salted_digest(text, bytes.fromhex(salt * 16))}
