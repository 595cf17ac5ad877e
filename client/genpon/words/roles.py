"""Sentences."""

from genpon.words.sentences import Words

SENTENCES: dict[str, Words] = {}
