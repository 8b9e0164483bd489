"""Strategies for the data of a framework: grids of positive values, seldom a zero, a negative value or a hole."""

from hypothesis import strategies as st

from all_nodes import all_nodes, is_normalised_to_growth
from descriptions import Cell, Description, Indicator, Observation
from tables import measured

STATUSES = (None, None, None, "A", "E", "F", "P", "B")
GRID, ZERO, HOLE = 40, 42, 50


@st.composite
def panels(draw: st.DrawFn, description: Description, span: range) -> dict[Cell, Observation]:
    """Draw the data: a number for every cell, read as a value, seldom a zero or a hole."""
    with_status = draw(st.integers(0, 1)) == 0
    holes = draw(st.booleans())
    panel: dict[Cell, Observation] = {}
    signs = {
        node.name for node in all_nodes(description).values() if isinstance(node, Indicator) and _takes_signs(node)
    }
    for name in measured(description):
        signed = name in signs and draw(st.integers(0, 2)) == 0
        for entity in description.entities:
            drawn = draw(st.lists(st.integers(-GRID, HOLE if holes else ZERO), min_size=len(span), max_size=len(span)))
            for period, number in zip(span, drawn, strict=True):
                if number <= ZERO:
                    status = draw(st.sampled_from(STATUSES)) if with_status else None
                    panel[name, entity, period] = Observation(_value(number, signed=signed), status)
    return panel | _inhabited(description, panel)


def _takes_signs(indicator: Indicator) -> bool:
    """Tell whether an indicator may be zero or below: under growth forms that know no growth of it, all is refused."""
    return not is_normalised_to_growth(indicator)


def _value(number: int, *, signed: bool) -> float:
    """Read a drawn number as a point of a grid; with signs, as zero beyond its end, and as negative far below."""
    if number > GRID:
        return 0.0 if signed else 1.0
    return -(1.05**number) if signed and number < -GRID // 2 else 1.05**number


def _inhabited(description: Description, panel: dict[Cell, Observation]) -> dict[Cell, Observation]:
    """Give every entity and every name of the data an observation: without one the data know none."""
    first = measured(description)[0]
    wanted = [(first, entity) for entity in description.entities]
    wanted += [(name, description.entities[0]) for name in measured(description)]
    known = {cell[:2] for cell in panel}
    return {(*cell, description.last): Observation(1.0) for cell in wanted if cell not in known}
