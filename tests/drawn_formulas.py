"""Strategies for formulas and conditions over given names, mostly such as have a result for positive data."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from descriptions import Entity
from expressions import Apply, Binary, Expression, Negative, Numeral, Read, Words

POSITIVE_NUMBERS = ("2", "0.5", "3", "10", "50%", "1e-1", "100", "1")
EXPONENTS: tuple[Expression, ...] = (Numeral("2"), Negative(Numeral("1")), Numeral("0.5"), Numeral("0"), Numeral("1"))
DECIMALS: tuple[tuple[Expression, ...], ...] = ((), (Numeral("2"),), (Negative(Numeral("1")),))
SHARES: tuple[Expression, ...] = (Binary("/", Numeral("2"), Numeral("3")), Numeral("50%"), Numeral("1"))


@dataclass(frozen=True, slots=True)
class Names:
    """What a formula may read: values above zero, values of any sign, and other rows to read them in.

    `groups` are texts that a group can be, by the group; `counted` nodes whose availability a condition may ask for.
    """

    positive: tuple[Read, ...]
    signed: tuple[Read, ...] = ()
    entities: tuple[Entity, ...] = (None,)
    periods: tuple[int, ...] = ()
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    counted: tuple[str, ...] = ()


@st.composite
def _reads(draw: st.DrawFn, names: Names, choices: Sequence[Read]) -> Expression:
    """Draw a value in its own row, or now and then in another."""
    read = draw(st.sampled_from(choices))
    match draw(st.integers(0, 9)):
        case 0 if names.periods and not read.column:
            return replace(read, at=draw(st.sampled_from(names.periods)))
        case 1 if names.entities != (None,):
            return replace(read, at=draw(st.sampled_from(names.entities)))
        case 2 | 3:
            return Apply("prev", (read,))
        case _:
            return read


@st.composite
def positive_formulas(draw: st.DrawFn, names: Names, depth: int = 2) -> Expression:
    """Draw a formula that is above zero wherever it has a value."""
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return draw(_reads(names, names.positive))
    one, other = (draw(positive_formulas(names, depth - 1)) for _ in range(2))
    formula: Expression
    match draw(st.integers(0, 9)):
        case 0 | 1 | 2:
            formula = Binary(draw(st.sampled_from(("/", "*", "+"))), one, other)
        case 3:
            formula = Binary(draw(st.sampled_from(("/", "*"))), one, Numeral(draw(st.sampled_from(POSITIVE_NUMBERS))))
        case 4:
            formula = Binary("^", one, draw(st.sampled_from(EXPONENTS)))
        case 5:
            formula = Apply(
                draw(st.sampled_from(("min", "max"))), (one, other, Numeral("2"))[: draw(st.sampled_from((2, 3)))]
            )
        case 6:
            formula = Apply("if", (draw(conditions(names, depth - 1)), one, other))
        case 7:
            formula = Apply("sqrt", (one,))
        case 8:
            formula = Apply("exp", (Binary("/", one, Binary("+", one, other)),))
        case _:
            formula = Binary("+", Apply("abs", (draw(signed_formulas(names, depth - 1)),)), Numeral("1"))
    return formula


@st.composite
def signed_formulas(draw: st.DrawFn, names: Names, depth: int = 2) -> Expression:
    """Draw a formula of any sign, which seldom has no result."""
    if depth == 0:
        return draw(_reads(names, names.signed or names.positive))
    one, other = (
        draw(st.one_of(signed_formulas(names, depth - 1), positive_formulas(names, depth - 1))) for _ in range(2)
    )
    formula: Expression
    match draw(st.integers(0, 9)):
        case 0 | 1:
            formula = Binary(draw(st.sampled_from(("-", "+", "*"))), one, other)
        case 2:
            formula = Negative(one)
        case 3:
            formula = Apply("ln" if draw(st.booleans()) else "log10", (draw(positive_formulas(names, depth - 1)),))
        case 4:
            formula = Binary("/", one, draw(positive_formulas(names, depth - 1)))
        case 5:
            formula = Apply(draw(st.sampled_from(("min", "max"))), (one, other))
        case 6:
            formula = Apply("if", (draw(conditions(names, depth - 1)), one, other))
        case 7:
            formula = Apply("round", (Binary("*", one, Numeral("100")), *draw(st.sampled_from(DECIMALS))))
        case 8 if draw(st.integers(0, 3)) == 0:
            formula = Binary("/", one, other) if draw(st.booleans()) else Apply("sqrt", (one,))
        case _:
            formula = draw(positive_formulas(names, depth))
    return formula


@st.composite
def conditions(draw: st.DrawFn, names: Names, depth: int = 1) -> Expression:
    """Draw a condition: a comparison, a group or an entity, an availability, or two of them joined."""
    if depth > 0 and draw(st.integers(0, 2)) == 0:
        one, other = draw(conditions(names, depth - 1)), draw(conditions(names, depth - 1))
        return Binary(draw(st.sampled_from(("and", "or"))), one, other)
    kinds = ["compared", "compared", "same"]
    kinds += ["group"] * (2 * bool(names.groups)) + ["entity"] * (names.entities != (None,))
    kinds += ["available"] * bool(names.counted)
    sign = draw(st.sampled_from((">", "<", ">=", "<=")))
    sameness = draw(st.sampled_from(("is", "is not")))
    match draw(st.sampled_from(kinds)):
        case "group":
            group, texts = draw(st.sampled_from(names.groups))
            return Binary(sameness, Read(group), Words(draw(st.sampled_from(texts))))
        case "entity":
            named = [entity for entity in names.entities if entity is not None]
            return Binary(sameness, Read("entity"), Words(draw(st.sampled_from(named))))
        case "available":
            available = Apply("available", (Read(draw(st.sampled_from(names.counted))),))
            return Binary(">=", available, draw(st.sampled_from(SHARES)))
        case "same":
            return Binary(sameness, draw(_reads(names, names.positive)), Numeral("1"))
        case _:
            one = draw(st.one_of(positive_formulas(names, depth), signed_formulas(names, depth)))
            return Binary(
                sign,
                one,
                draw(st.one_of(_reads(names, names.positive), st.sampled_from(POSITIVE_NUMBERS).map(Numeral))),
            )
