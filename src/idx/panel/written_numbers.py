"""What a cell that is no number was meant to be: thousands that are parted, a decimal comma, a per cent sign."""

from __future__ import annotations

import re

from idx.diagnostics import Wording

GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")  # 1,234 and 1,234,567.8
BY_POINTS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+,\d+|[+-]?[1-9]\d{0,2}(\.\d{3}){2,}")  # 1.234,5 and 1.234.567
DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+")
EITHER = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
SPACES = re.compile(r"[\s\u00a0\u202f'’]")
SIGNS = "%％"


def advice_on_number(text: str) -> Wording:
    """Return what to write in the place of a cell that is no number; both, where it may have been meant as either."""
    plain = SPACES.sub("", text).replace("，", ",").rstrip(SIGNS)
    per_cent = text.rstrip()[-1:] in SIGNS and bool(text.strip())
    meant = _meant(plain)
    if not meant:
        return Wording(
            f'empty the cell if the value is missing, or add `na "{text}"` to the data statement',
            f'若数值缺失，请清空单元格，或在 `data` 语句中加上 `na "{text}"`',
        )
    if len(meant) > 1:
        whole, decimal = meant
        return Wording(
            f"write `{whole}` if the comma parts thousands, `{decimal}` if it is a decimal comma",
            f"若逗号是千位分隔符，请写 `{whole}`；若是小数点，请写 `{decimal}`",
        )
    if per_cent:
        return Wording(
            f"write `{meant[0]}` if the unit is per cent: a cell holds the number alone",
            f"若单位是百分比，请写 `{meant[0]}`：单元格里只写数字",
        )
    if DECIMAL_COMMA.fullmatch(plain) or BY_POINTS.fullmatch(plain):
        return Wording(
            f"write `{meant[0]}`: a point before the decimals, and nothing between thousands",
            f"请写 `{meant[0]}`：小数用点，千位之间不加符号",
        )
    return Wording(
        f"write `{meant[0]}`: no thousands separators or per cent signs",
        f"请写 `{meant[0]}`，不带千位分隔符或百分号",
    )


def _meant(plain: str) -> tuple[str, ...]:
    """Return the numbers that a text can stand for, none where it is none."""
    if EITHER.fullmatch(plain):
        return plain.replace(",", ""), plain.replace(",", ".")
    if GROUPED.fullmatch(plain):
        return (plain.replace(",", ""),)
    if BY_POINTS.fullmatch(plain):
        return (plain.replace(".", "").replace(",", "."),)
    if DECIMAL_COMMA.fullmatch(plain):
        return (plain.replace(",", "."),)
    try:
        float(plain)
    except ValueError:
        return ()
    return (plain,)
