"""Attribution held to coalitions that are evaluated as files by themselves: 300 drawn pairs of versions.

Many more are drawn by `python -m attribution_laws` (see there).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from attribution_laws.checking import check, right
from attribution_laws.files import Coalitions
from attribution_laws.laws import Broken, Told, attribution_of, cells_of, law_data, law_orders, law_same, law_sum
from attribution_laws.pairs import Pair, Version, make
from idx.analysis.attribution import game, relevance

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from idx.analysis.attribution.game import NodeShares
    from idx.edits.facts import Key
    from idx.project.compare import Comparison
    from idx.project.sides import Side

PAIRS = 300
EACH = 15


@pytest.mark.parametrize("start", range(0, PAIRS, EACH))
def test_pairs_hold(start: int, tmp_path: Path) -> None:
    """Shares are those of all orders, forward, backward and against the flattened file."""
    told = Told()
    for number in range(start, start + EACH):
        pair, sides = make(0, number, tmp_path)
        check(pair, sides, told)
    assert told.counts["cells as of all orders"] > 100
    assert told.counts["cells mirrored"] > 0


def test_a_number_makes_the_same_pair(tmp_path: Path) -> None:
    """Pairs do not depend on what was made before."""
    assert make(1, 7, tmp_path)[0] == make(1, 7, tmp_path)[0]
    assert make(1, 7, tmp_path)[0] != make(2, 7, tmp_path)[0]


# ── Wrong attributions ───────────────────────────────────────────────────────────────────────────────────────

TEXT = """framework fixed
version "1"
data data "{table}"
group region
method {{
  {rows}
  normalise min_max(reference = all_periods, to = 0..100)
  weighting equal
  aggregate {aggregate}
  missing {missing}
}}
index total {{
  a
  b{direction}
}}
index other normalise none {{
  c
}}
"""
Cells3 = dict[tuple[str, str], tuple[float | None, float, float]]
NUMBERS: Cells3 = {
    ("A", "2019"): (1.0, 2.0, 3.0),
    ("A", "2020"): (4.0, 3.0, 3.5),
    ("B", "2019"): (2.0, 7.0, 1.0),
    ("B", "2020"): (5.0, 6.0, 2.0),
    ("C", "2019"): (9.0, 1.0, 4.0),
    ("C", "2020"): (3.0, 8.0, 5.0),
}
MORE: Cells3 = {("D", "2019"): (12.0, 0.5, 1.0), ("D", "2020"): (0.5, 9.5, 2.0)}
LATER: Cells3 = {(entity, "2021"): (20.0, 4.0, 6.0) for entity in "ABC"}


def version(table: str, cells: Cells3, **said: str) -> Version:
    """Return a version of a small framework."""
    usual = {"rows": "periods 2019..2020", "aggregate": "arithmetic", "missing": "null", "direction": ""}
    lines = ["entity,period,region,a,b,c"]
    for (entity, period), numbers in sorted(cells.items()):
        region = "n" if entity in "AB" else "m"
        lines.append(",".join([entity, period, region, *("" if each is None else str(each) for each in numbers)]))
    return Version(TEXT.format(table=table, **{**usual, **said}), {table: "\n".join(lines) + "\n"})


def pair(after: Version) -> Pair:
    """Return a pair whose first version is the usual one."""
    return Pair(0, version("data.csv", NUMBERS), after)


TWO = pair(version("data.csv", NUMBERS, aggregate="minimum", direction=" direction negative"))
ENTITIES = pair(version("data.csv", NUMBERS, rows='entities where region is "n"', direction=" direction negative"))
CAME = pair(version("new.csv", NUMBERS | MORE, direction=" direction negative"))
UPDATE = pair(version("new.csv", NUMBERS | LATER, rows="periods 2019..2021", direction=" direction negative"))
LOST: Cells3 = NUMBERS | {("A", "2019"): (None, 2.0, 3.0)}
HOLED = pair(version("new.csv", LOST, missing="drop(min_coverage = 50%)", direction=" direction negative"))
ALL = {"two": TWO, "entities": ENTITIES, "came": CAME, "update": UPDATE, "holed": HOLED}


def compared(chosen: Pair, folder: Path, comparer: Callable[[Side, Side], Comparison] = right) -> Comparison:
    """Compare the versions of a pair."""
    sides = chosen.evaluated(folder)
    assert sides is not None
    return comparer(*sides)


def hold(comparison: Comparison, folder: Path) -> Told:
    """Hold a comparison to the laws of sums and of all orders."""
    told = Told()
    law_sum(comparison, told)
    law_orders(comparison, Coalitions(comparison, cells_of(comparison), folder), told)
    return told


@pytest.mark.parametrize("name", list(ALL))
def test_fixed_pairs_hold(name: str, tmp_path: Path) -> None:
    """What wrong attributions are tried on holds as it is, the other way round too."""
    comparison = compared(ALL[name], tmp_path)
    told = hold(comparison, tmp_path)
    law_data(comparison, cells_of(comparison))
    law_same(comparison, right(comparison.after, comparison.before), told, mirrored=True)
    assert told.counts["cells as of all orders"] > 0
    assert (told.counts["cells with joined causes"] > 0) == (name == "holed")


def altered(comparison: Comparison, change: Callable[[NodeShares], NodeShares]) -> Comparison:
    """Return a comparison whose shares are wrong in one respect."""
    attribution = attribution_of(comparison)
    nodes = {node: change(shares) for node, shares in attribution.nodes.items()}
    return replace(comparison, attribution=attribution._replace(nodes=nodes))


def _short(shares: NodeShares) -> NodeShares:
    return shares._replace(shares=shares.shares * (np.arange(len(shares.shares)) > 0)[:, None])


def _evenly(shares: NodeShares) -> NodeShares:
    mean = np.nanmean(shares.shares, axis=0, keepdims=True)
    return shares._replace(shares=np.repeat(mean, len(shares.shares), axis=0))


def _first_takes_all(shares: NodeShares) -> NodeShares:
    given_to = np.zeros_like(shares.shares)
    given_to[0] = shares.shares.sum(axis=0)
    return shares._replace(shares=given_to)


def _alone(shares: NodeShares) -> NodeShares:
    return shares._replace(shares=np.nan_to_num(shares.shares), joined=np.full_like(shares.joined, -1))


def _not_available(shares: NodeShares) -> NodeShares:
    return shares._replace(shares=np.full_like(shares.shares, np.nan))


def _told_where_there_is_none(shares: NodeShares) -> NodeShares:
    return shares._replace(shares=np.nan_to_num(shares.shares))


def _nearly_nothing(shares: NodeShares) -> NodeShares:
    return shares._replace(shares=np.where(shares.shares == 0, 1e-15, shares.shares))


WRONG: dict[str, tuple[Pair, Callable[[NodeShares], NodeShares]]] = {
    "sum: without the first cause": (TWO, _short),
    "sum: n/a though both versions have a value": (TWO, _not_available),
    "sum: a share though a version has no value": (UPDATE, _told_where_there_is_none),
    "all orders: divided evenly": (TWO, _evenly),
    "all orders: the first takes all": (TWO, _first_takes_all),
    "all orders: a joined cell told as alone": (HOLED, _alone),
    "all orders: rounding where a cause cannot matter": (TWO, _nearly_nothing),
}


@pytest.mark.parametrize(("chosen", "wrong"), list(WRONG.values()), ids=WRONG)
def test_wrong_shares_break_a_law(chosen: Pair, wrong: Callable[[NodeShares], NodeShares], tmp_path: Path) -> None:
    """Each law can fail: it rejects shares that are wrong in one respect."""
    comparison = compared(chosen, tmp_path)
    with pytest.raises(Broken):
        hold(altered(comparison, wrong), tmp_path)


def test_joined_causes_that_leave_no_hole_break_the_law(tmp_path: Path) -> None:
    """Causes are not joined without need."""

    def joined(shares: NodeShares) -> NodeShares:
        whole = np.full_like(shares.shares, np.nan)
        whole[0] = shares.shares.sum(axis=0)
        return shares._replace(shares=whole, joined=np.zeros_like(shares.joined))

    with pytest.raises(Broken, match="joined"):
        hold(altered(compared(TWO, tmp_path), joined), tmp_path)


@pytest.mark.parametrize(
    ("chosen", "left_out"),
    [(ENTITIES, "entities"), (UPDATE, "periods"), (CAME, "rows"), (UPDATE, "rows")],
    ids=["entities", "periods", "entities that came", "periods that were added"],
)
@pytest.mark.parametrize("checked", [True, False], ids=["held against the versions", "not held against them"])
def test_rows_that_are_left_out_of_coalitions_break_a_law(
    chosen: Pair, left_out: str, *, checked: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was wrong once, in silence: which rows there are has no part in the coalitions of a node."""
    touch = relevance.Relevance._touch  # noqa: SLF001 - a wrong machinery is made of it

    def without(self: relevance.Relevance, key: Key, mask: int) -> None:
        if left_out not in {key.kind, key.subject}:
            touch(self, key, mask)

    monkeypatch.setattr(relevance.Relevance, "_touch", without)
    if not checked:
        monkeypatch.setattr(game._Sharing, "_agrees", lambda *_: True)  # noqa: SLF001 - the same
    with pytest.raises(Broken):
        hold(compared(chosen, tmp_path), tmp_path)


def test_other_signs_break_the_law_of_the_other_direction(tmp_path: Path) -> None:
    """Shares of the other direction have the other sign."""
    comparison = compared(CAME, tmp_path)
    other = right(comparison.after, comparison.before)
    wrong = altered(other, lambda shares: shares._replace(shares=-shares.shares))
    with pytest.raises(Broken):
        law_same(comparison, wrong, Told(), mirrored=True)


def test_changes_that_are_not_told_break_the_law_of_data(tmp_path: Path) -> None:
    """What changed in the data is told whole."""
    comparison = compared(HOLED, tmp_path)
    fewer = tuple(change for change in comparison.changes if change.verb != "revise")
    with pytest.raises(Broken, match="changes of data"):
        law_data(replace(comparison, changes=fewer), cells_of(comparison))
    cells = {key: frame.head(0) for key, frame in comparison.cells.items()}
    with pytest.raises(Broken, match="revised cells"):
        law_data(replace(comparison, cells=cells), cells_of(comparison))
