"""The oracle's half about formulas over results: indicators made of composites, scores, indices and ranks."""

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from all_nodes import RESULTS
from combining import NodeCell
from data_cells import At, NoPlace
from descriptions import Composite, Indicator
from expressions import Expression, Read, reads
from interpreter import NoResult, asked, interpret, number
from walks import nodes

if TYPE_CHECKING:
    from node_cells import Nodes


def late_cells(results: "Nodes", indicator: Indicator) -> dict[At, NodeCell]:
    """Compute an indicator from results in every row that is evaluated."""
    assert indicator.formula is not None
    _check_places(results, indicator.formula)
    return {at: _cell(results, indicator.formula, at) for at in results.grid}


def _cell(results: "Nodes", formula: Expression, at: At) -> NodeCell:
    if at not in results.rows.kept:
        return NodeCell()
    needed = at[1] in results.description.periods

    def look(read: Read, lag: int) -> float | str | None:
        if needed and not _is_result(results, read):
            results.data.need_read(read, lag, at)
        return _look(results, read, lag, at)

    try:
        value = number(interpret(formula, look, results.rules))
    except NoResult:
        if needed:
            raise
        return NodeCell()
    if value is None:
        return NodeCell()
    marks = list(_marks(results, formula, at))
    status = results.rules.weakest_read([status for status, _ in marks])
    return NodeCell(raw=value, status=status, share=max((share for _, share in marks), default=Fraction(0)))


def _is_result(results: "Nodes", read: Read) -> bool:
    return read.column in RESULTS or read.name in results.late or isinstance(results.known.get(read.name), Composite)


def _check_places(results: "Nodes", formula: Expression) -> None:
    """Refuse a period or an entity that is read and that the data, or the results, do not have."""
    results.data.check_places(formula)
    for read, _ in reads(formula):
        if read.at is not None and _is_result(results, read) and all(read.at not in at for at in results.shown):
            raise NoPlace(f"{read.name} at {read.at}")


def _look(results: "Nodes", read: Read, lag: int, at: At) -> float | str | None:
    if not _is_result(results, read):
        return results.data.look(read, lag, at)
    place = results.data.place(read, lag, at)
    if place is None or place not in results.shown:
        return None
    if read.column == "rank":
        return ranks(results, read.name).get(place)
    cell = results.cells(read.name)[place]
    if isinstance(results.known[read.name], Indicator) and read.column in ("", "raw"):
        return cell.raw
    return cell.index if (read.column or _own(results, read.name)) == "index" else cell.score


def _own(results: "Nodes", name: str) -> str:
    """Give the column that a node is judged by: its index where it is linked, else its score."""
    return "index" if name in results.chains else "score"


def _marks(results: "Nodes", formula: Expression, at: At) -> Iterator[tuple[str, Fraction]]:
    """Yield the status and the estimated share of each cell that a formula reads and that is there."""
    for read, lag in asked(formula, lambda read, lag: _look(results, read, lag, at), results.rules):
        place = results.data.place(read, lag, at)
        if not _is_result(results, read):
            known = results.data.known(read, lag, at)
            if known is not None:
                yield known.status, Fraction(known.status in "IEF")
        elif place in results.shown:
            cell = results.cells(read.name)[place]
            if cell.status != "M" and cell.share is not None:
                yield cell.status, cell.share


def ranks(results: "Nodes", name: str) -> dict[At, float]:
    """Rank a node among the entities of each period, best first: one more than the number of better ones.

    Twelve digits of a composite, an index or a formula count: the rest comes of how it was added up or divided.
    """
    known = results.known[name]
    computed = isinstance(known, Composite) or name in results.chains or known.formula is not None
    digits = ".11e" if computed else ".17e"
    values = {
        at: float(f"{value:{digits}}")
        for at in results.shown
        if (value := getattr(results.cells(name)[at], _own(results, name))) is not None
    }
    low_is_good = any(
        tree.node.negative and name in {node.name for node in nodes(tree.node)} for tree in results.description.trees
    )
    sign = 1 if low_is_good else -1
    return {
        at: 1.0 + sum(other[1] == at[1] and sign * each < sign * value for other, each in values.items())
        for at, value in values.items()
    }
