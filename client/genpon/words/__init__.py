"""Words for codes: what people read, in Japanese and English.

The rules, the ledger and this client speak in codes with parameters; here are the sentences, each of which says what is wrong and what to
do. The language is that of `use`, else of the environment: `GENPON_LANG`, then the locale.

```python
sentence("contract.unknown", {"contract": "contract/422011/2026-0001"}, language="ja")
```
"""

import os
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Literal

from genpon.words import (
    acts,
    archives,
    calls,
    certificates,
    charters,
    contracts,
    credentials,
    files,
    keys,
    labels,
    ledger,
    roles,
    schemas,
    texts,
    verdicts,
    vocabulary,
    wallets,
)
from genpon.words.sentences import Words
from genpon_core.errors import Parameter

Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = ("ja", "en")

SENTENCES: Mapping[str, Words] = {
    code: words
    for table in (
        acts,
        archives,
        calls,
        certificates,
        charters,
        contracts,
        credentials,
        files,
        keys,
        ledger,
        roles,
        schemas,
        texts,
        verdicts,
        wallets,
    )
    for code, words in table.SENTENCES.items()
}

_chosen: ContextVar[Language | None] = ContextVar("language", default=None)


def use(language: Language | None) -> None:
    """Chooses the language of this thread or task; None leaves it to the environment."""
    _chosen.set(language)


def current() -> Language:
    """The language in force."""
    chosen = _chosen.get()
    if chosen is not None:
        return chosen
    named = next(filter(None, (os.environ.get(name) for name in ("GENPON_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "ja" if named.lower().startswith("ja") else "en"


def sentence(code: str, parameters: Mapping[str, Parameter] | None = None, *, language: Language | None = None) -> str:
    """What a code says, in one line.

    Args:
        code: of a refusal or an error.
        parameters: its parameters; those that are codes themselves, such as a state, are put into words too.
        language: `ja` or `en`; the language in force unless given.
    """
    tongue = language or current()
    words = SENTENCES.get(code)
    if words is None:
        return f"{code} {dict(parameters or {})}" if parameters else code
    spoken = _Spoken({name: vocabulary.spoken(name, value, tongue) for name, value in (parameters or {}).items()})
    return words.in_language(tongue).format_map(spoken)


def label(key: str, *, language: Language | None = None) -> str:
    """A heading or a short notice of the command."""
    return labels.LABELS[key].in_language(language or current())


def term(kind: str, value: Parameter, *, language: Language | None = None) -> str:
    """A code such as a state or an act in words; the code itself where there are none."""
    return vocabulary.spoken(kind, value, language or current())


def parse_language(text: str | None) -> Language | None:
    """`ja` or `en`, None for anything else."""
    return text if text in LANGUAGES else None


class _Spoken(dict[str, str]):
    """Parameters; one that an older or newer ledger does not send stands as a question mark, not as a fault."""

    def __missing__(self, key: str) -> str:
        return "?"
