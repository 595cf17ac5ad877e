"""Signature policies as text, as Fabric's commands and collection files have them (Fabric documentation, "Endorsement policies").

```text
OR('NagasakiMSP.member', 'TodaMSP.member')
OutOf(2, 'NagasakiMSP.peer', 'TodaMSP.peer', AND('OmuraMSP.peer', 'KawaguchiMSP.peer'))
```
"""

import re
from collections.abc import Sequence

from genpon_core.fabric.policies import Rule, SignedBy, all_of, any_of, out_of, signed_by

_TOKEN = re.compile(r"\s*(?:(?P<word>[A-Za-z]+|[0-9]+)|(?P<quote>['\"])(?P<name>[^'\"]+)(?P=quote)|(?P<sign>[(),]))")
_DEEPEST = 20
"""How deep rules may stand in each other: text from elsewhere must not exhaust the stack."""


def parse_rule(text: str) -> Rule:
    """The rule that a text states.

    Raises:
        ValueError: if it states none.
    """
    return _Reader(text).read()


def rule_text(rule: Rule) -> str:
    """The text that states a rule."""
    if isinstance(rule, SignedBy):
        return f"'{rule.msp_id}.{rule.role}'"
    return f"OutOf({rule.n}, {', '.join(rule_text(part) for part in rule.rules)})"


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0

    def read(self) -> Rule:
        rule = self._rule(0)
        if self._text[self._position :].strip():
            raise self._wrong("more follows where the policy ends")
        return rule

    def _rule(self, depth: int) -> Rule:
        found = self._next()
        if depth > _DEEPEST:
            raise self._wrong("the policy is nested too deep")
        if found["name"]:
            return self._signed_by(found["name"])
        function = (found["word"] or "").lower()
        if function not in ("and", "or", "outof"):
            raise self._wrong("'MSP id.role', AND(…), OR(…) or OutOf(n, …) is wanted")
        self._expect("(")
        number = self._number() if function == "outof" else 0
        rules = self._rules(depth + 1)
        try:
            return {"and": all_of, "or": any_of}[function](*rules) if number == 0 else out_of(number, *rules)
        except ValueError as error:
            raise self._wrong(str(error)) from None

    def _rules(self, depth: int) -> Sequence[Rule]:
        rules = [self._rule(depth)]
        while (sign := self._next()["sign"]) == ",":
            rules.append(self._rule(depth))
        if sign != ")":
            raise self._wrong("a comma or a closing bracket is wanted")
        return rules

    def _number(self) -> int:
        word = self._next()["word"] or ""
        if not word.isdigit() or int(word) == 0:
            raise self._wrong("OutOf wants a number of at least 1 first")
        self._expect(",")
        return int(word)

    def _signed_by(self, name: str) -> SignedBy:
        msp_id, _, role = name.rpartition(".")
        try:
            return signed_by(msp_id, role)
        except ValueError as error:
            raise self._wrong(str(error)) from None

    def _expect(self, sign: str) -> None:
        if self._next()["sign"] != sign:
            raise self._wrong(f"{sign} is wanted")

    def _next(self) -> "re.Match[str]":
        found = _TOKEN.match(self._text, self._position)
        if found is None:
            raise self._wrong("this is no part of a policy" if self._text[self._position :].strip() else "the policy ends too early")
        self._position = found.end()
        return found

    def _wrong(self, why: str) -> ValueError:
        return ValueError(f"the policy cannot be read: {why}, at character {self._position + 1} of {self._text[:200]!r}")
