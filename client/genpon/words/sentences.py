"""Words in both languages."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Words:
    """The same thing said in Japanese and in English; braces hold names of parameters."""

    ja: str
    en: str

    def in_language(self, language: Literal["ja", "en"]) -> str:
        """The words in one language."""
        return self.ja if language == "ja" else self.en
