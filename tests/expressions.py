"""Formulas and conditions as plain descriptions: what stands in them, and which cells they read."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

Place: TypeAlias = int | str | None  # a period, an entity, or the row's own
Column: TypeAlias = Literal["", "raw", "score", "index", "rank", "available"]


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as it is written: 2, 0.5, 1e-3 or 50%."""

    text: str

    @property
    def value(self) -> float:
        """The nearest floating-point number."""
        exact = Fraction(self.text.rstrip("%"))
        return float(exact / 100 if self.text.endswith("%") else exact)


@dataclass(frozen=True, slots=True)
class Words:
    """A text, with which a group is compared."""

    text: str


@dataclass(frozen=True, slots=True)
class Read:
    """A value of a series, a group or a node, or a column of a node's results, in its own row or `at` another."""

    name: str
    column: Column = ""
    at: Place = None


@dataclass(frozen=True, slots=True)
class Negative:
    """The sign changed."""

    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and what stands between them: arithmetic, a comparison, `is`, `is not`, `and` or `or`."""

    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Apply:
    """A function of arguments."""

    function: str
    arguments: tuple["Expression", ...]


Expression: TypeAlias = Numeral | Words | Read | Negative | Binary | Apply


def operands(expression: Expression) -> tuple[Expression, ...]:
    """Give the expressions directly inside one."""
    match expression:
        case Negative(operand):
            return (operand,)
        case Binary(_, left, right):
            return left, right
        case Apply(_, arguments):
            return arguments
        case _:
            return ()


def reads(expression: Expression, lag: int = 0) -> Iterator[tuple[Read, int]]:
    """Yield what an expression reads, each with the number of periods that it looks back."""
    if isinstance(expression, Read):
        yield expression, lag
    deeper = isinstance(expression, Apply) and expression.function == "prev"
    for operand in operands(expression):
        yield from reads(operand, lag + deeper)


def names_read(expression: Expression | None) -> set[str]:
    """Give the names that an expression reads."""
    return {read.name for read, _ in reads(expression)} if expression is not None else set()
