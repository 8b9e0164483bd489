"""What cells of an outline say: weights, directions, levels."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import TYPE_CHECKING

from idx.diagnostics import Rule, Wording

if TYPE_CHECKING:
    from idx.diagnostics import Collector, DataPlace

WEIGHT = Rule(
    "IDX420",
    Wording("a weight that cannot be used", "无法使用的权重"),
    Wording(
        "A weight is a number, a per cent or a fraction: 0.3, 30%, 3/10. None is negative, and of the nodes under one "
        "parent either all have a weight or none has; not all of them are zero.",
        "权重是数、百分数或分数：0.3、30%、3/10，不能为负；同一上级下的节点要么都有权重，要么都没有，且不能全为零。",
    ),
    data="level,code,weight\n1,total,\n2,a,high\n2,b,1\n",
)
DIRECTION = Rule(
    "IDX419",
    Wording("a direction that is neither positive nor negative", "既非正向也非逆向的方向"),
    Wording(
        "`direction` is positive (1, +, 正, 正向) where a rise is favourable, which holds for empty cells too, and "
        "negative (-1, -, 负, 逆, 逆向) where it is not. An indicator that is best at some value in between has "
        "neither; its distance from that value is a negative indicator.",
        "`direction`（方向）为正向（1、+、正、positive）表示数值上升有利，空格也按正向；逆向（-1、-、负、逆、negative）表示上升不利。"
        "适度指标（取某个中间值最好）两者都不是：可先换算为与该值的距离，作为逆向指标。",
    ),
    data="level,code,direction\n1,total,\n2,a,moderate\n",
)

POSITIVE = {"1", "+1", "+", "positive", "pos", "up", "正", "正向", "正指标", "正向指标", "越大越好"}
NEGATIVE = {
    "-1",
    "-",
    "negative",
    "neg",
    "down",
    "负",
    "负向",
    "逆",
    "逆向",
    "逆指标",
    "负指标",
    "逆向指标",
    "负向指标",
}
NEGATIVE |= {"越小越好"}
NUMBER = re.compile(r"((?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]{1,2})?)(?:/([0-9]+(?:\.[0-9]+)?))?(%?)")


def weight(text: str, place: DataPlace, found: Collector) -> Fraction | None:
    """Return a weight exactly, None where the cell is empty; report what is none."""
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").replace("⁄", "/").replace(" ", "").casefold()
    if not plain:
        return None
    match = NUMBER.fullmatch(plain)
    if match is None or (match.group(2) and not float(match.group(2))):
        negative = plain.startswith("-") and NUMBER.fullmatch(plain[1:])
        en, zh = ("is negative", "是负数") if negative else ("is no weight", "不是权重")
        found.add(WEIGHT, Wording(f"`{text}` {en}", f"`{text}` {zh}"), place, help=NUMBERS)
        return None
    number, divisor, per_cent = match.groups()
    value = Fraction(number) / Fraction(divisor or 1)
    return value / 100 if per_cent else value


NUMBERS = Wording("write a number such as 0.3, 30% or 3/10", "请写数字，如 0.3、30%、3/10")


def is_negative(text: str, place: DataPlace, found: Collector) -> bool:
    """Return whether a direction is negative; report what is no direction."""
    word = re.sub(r"\s+|\.0+$", "", unicodedata.normalize("NFKC", text).replace("−", "-").casefold())
    if word in NEGATIVE:
        return True
    if word and word not in POSITIVE:
        message = Wording(f"`{text}` is no direction", f"`{text}` 不是方向")
        help_ = Wording("write positive or negative, or 1 or -1", "请写正向或逆向，也可写 1 或 -1")
        found.add(DIRECTION, message, place, help=help_)
    return False


def level(text: str) -> int | None:
    """Return a level: the number in a text such as `2`, `2级`, `二级` or `Level 2`, or None."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    match = re.fullmatch(
        r"(?:level|tier|第)?\s*(?:([0-9]{1,3})(?:\.0*)?|([一二三四五六七八九]))\s*(?:级|级指标)?", plain
    )
    if match is None:
        return None
    return int(match.group(1)) if match.group(1) else "一二三四五六七八九".index(match.group(2)) + 1
