"""Bytes as the texts that fabric-sdk-py gives."""


def as_text(data: bytes) -> str:
    """The text; bytes that are no UTF-8 become lone surrogates, which `encode("utf-8", "surrogateescape")` takes back."""
    return data.decode("utf-8", "surrogateescape")
