"""Public code numbers: local governments (団体コード) and corporations (法人番号).

>>> is_local_government_code("422011")
True
>>> is_corporate_number("7000012050002")
True
"""

import re

from stdnum.jp import cn, in_

_LOCAL_GOVERNMENT = re.compile(r"(?:0[1-9]|[1-3][0-9]|4[0-7])[0-9]{4}")
_CORPORATE_NUMBER = re.compile(r"[0-9]{13}")
_INDIVIDUAL_NUMBER = re.compile(r"[0-9]{12}")
_WEIGHTS = (6, 5, 4, 3, 2)


def is_local_government_code(code: str) -> bool:
    """Whether a code is a well-formed 団体コード: prefecture 01–47, three digits, and the check digit.

    The check digit is the last digit of 11 minus the weighted sum's remainder by 11 (全国地方公共団体コード, on JIS X 0401 and 0402).
    Whether the body exists is not asked: unions of municipalities come and go.
    """
    if _LOCAL_GOVERNMENT.fullmatch(code) is None:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, code, strict=False))
    return (11 - total % 11) % 10 == int(code[5])


def is_corporate_number(code: str) -> bool:
    """Whether a code is a well-formed 法人番号: thirteen digits, the first of which checks the others.

    The rule is article 2 of the Ordinance on corporate numbers (法人番号の指定等に関する省令).
    """
    # The library's own check also takes separators and blanks; here a number has one spelling.
    return _CORPORATE_NUMBER.fullmatch(code) is not None and bool(cn.calc_check_digit(code[1:]) == code[0])


def is_individual_number(code: str) -> bool:
    """Whether a code could be somebody's My Number 個人番号: twelve digits, the last of which checks the others."""
    return _INDIVIDUAL_NUMBER.fullmatch(code) is not None and bool(in_.is_valid(code))
