"""How formulas and conditions are spelled in an .idx file, with as few parentheses as can be or with some to spare."""

from expressions import Apply, Binary, Expression, Negative, Numeral, Place, Read, Words
from period_names import Frequency, period_text

# From the weakest to the strongest; what stands inside a stronger one stands in parentheses.
LEVELS = (("or",), ("and",), ("<", "<=", ">", ">=", "is", "is not"), ("+", "-"), ("*", "/"))
LEVEL = {sign: level for level, signs in enumerate(LEVELS) for sign in signs}
SIGNED, POWER, ATOM = len(LEVELS), len(LEVELS) + 1, len(LEVELS) + 2


def formula_text(expression: Expression, frequency: Frequency = "A", *, spare: bool = False, least: int = 0) -> str:
    """Write an expression; `spare` puts parentheses around every operation inside another, needed or not."""

    def inner(operand: Expression, level: int) -> str:
        return formula_text(operand, frequency, spare=spare, least=ATOM if spare else level)

    match expression:
        case Numeral(text):
            return text
        case Words(text):
            return _quoted(text)
        case Read(name, column, at):
            return f"{name}{f'.{column}' if column else ''}{_place(at, frequency)}"
        case Apply(function, arguments):
            return f"{function}({', '.join(formula_text(each, frequency, spare=spare) for each in arguments)})"
        case Negative(operand):
            level, text = SIGNED, f"-{inner(operand, SIGNED)}"
        case Binary("^", left, right):
            level, text = POWER, f"{inner(left, ATOM)} ^ {inner(right, SIGNED)}"
        case Binary(sign, left, right):
            level = LEVEL[sign]
            other = formula_text(right, frequency) if sign in ("is", "is not") else inner(right, level + 1)
            text = f"{inner(left, level)} {sign} {other}"
    return f"({text})" if level < least else text


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _place(at: Place, frequency: Frequency) -> str:
    if at is None:
        return ""
    if isinstance(at, int):
        return f"[{period_text(at, frequency)}]"
    bare = at.isidentifier() or (at.isdigit() and len(at) != 4)
    return f"[{at if bare else _quoted(at)}]"
