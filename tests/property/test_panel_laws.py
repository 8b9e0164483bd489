"""Laws of reading: finer periods are converted, and entities made of others, as a naive computation does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

import idx
from naive_panels import Case, Cell, Cells, Item, Rules, naive, there
from period_names import A_YEAR, Frequency, period_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.panel.model import Panel

Reader = Callable[[Case], Cells]

FULL = "Y"  # an entity whose every cell is there, so that all items have data
VALUES = st.one_of(st.integers(-50, 50).map(float), st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 6)))
WEIGHTS = st.sampled_from((0.0, 0.0, 1.0, 2.5, 40.0))
STATUSES = st.sampled_from("AAAAEIPUF")


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a table of quarters or months with holes in it, and how it is read."""
    frequencies: tuple[tuple[Frequency, Frequency], ...] = (("Q", "A"), ("M", "A"), ("M", "Q"))
    fine, own = draw(st.sampled_from(frequencies))
    converting = st.sampled_from(("sum", "mean", "last", "first"))
    rule, weights = draw(st.sampled_from((("sum", None), ("mean", None), ("mean", "w"))))
    items = {"w": Item(draw(converting), "sum"), "x": Item(draw(converting), rule, weights)}
    entities = [*draw(st.lists(st.sampled_from("ABCD"), min_size=1, unique=True)), FULL]
    groups = {entity: draw(st.sampled_from(("east", "west"))) for entity in entities}
    made: dict[str, str | None] = {f"made_{group}": group for group in sorted(set(groups.values()))}
    case = Case(fine, own, range(2019, 2021), items, groups, {**made, "Whole": None})
    for item in items:
        for entity in entities:
            for number in range(2019 * A_YEAR[fine], 2021 * A_YEAR[fine]):
                if entity == FULL or draw(st.integers(0, 19)):
                    value = draw(WEIGHTS if item == "w" else VALUES)
                    case.cells[item, entity, number] = Cell(value, draw(STATUSES))
    occurring = {entity for _, entity, _ in case.cells}
    assume(occurring == set(entities))
    return case


def text(case: Case) -> str:
    """Return the framework of a case."""
    first, last = case.years.start * A_YEAR[case.own], case.years.stop * A_YEAR[case.own] - 1
    where = {name: f'region is "{group}"' if group else 'entity is not "none"' for name, group in case.made.items()}
    entities = "".join(f"entity {name} where {condition}\n" for name, condition in where.items())
    how = {name: str(item) for name, item in case.items.items()}
    if case.width == 1:
        how = {name: said[said.index("across") :] for name, said in how.items()}
    return (
        f'framework f\nversion "1"\ngroup region\nseries w {how["w"]}\n{entities}'
        f"method {{\n  periods {period_text(first, case.own)}..{period_text(last, case.own)}\n  normalise none\n"
        f"  weighting equal\n  aggregate arithmetic\n  missing null\n}}\nindex total {{\n  x {how['x']}\n}}\n"
    )


def table(case: Case, cells: Sequence[tuple[tuple[str, str, int], Cell]] | None = None) -> pl.DataFrame:
    """Return the long table of a case, its rows in the order of the cells."""
    rows = [
        {
            "indicator": item,
            "entity": entity,
            "region": case.groups[entity],
            "period": period_text(number, case.fine),
            "value": cell.value,
            "status": cell.status,
        }
        for (item, entity, number), cell in (case.cells.items() if cells is None else cells)
    ]
    return pl.DataFrame(rows)


def engine(case: Case) -> Cells:
    """Read a case with idx."""
    return cells_of(idx.loads(text(case)).read(table(case)))


def cells_of(panel: Panel) -> Cells:
    """Return the cells of a panel that have a value."""
    found: Cells = {}
    codes = "MIEFPUBDA"
    keys = [(str(entity), period.number) for entity in panel.entities for period in panel.periods if period]
    for name in panel.values.columns:
        statuses = [codes[code] for code in panel.statuses[name]] if name in panel.statuses else ["A"] * len(keys)
        for (entity, number), value, status in zip(keys, panel.values[name], statuses, strict=True):
            if value is not None:
                found[name, entity, number] = Cell(value, status)
    return found


def close(one: Cells, other: Cells) -> None:
    """Hold two readings to one another: the same cells, their values but for rounding, and their statuses."""
    assert one.keys() == other.keys()
    for at, cell in one.items():
        assert cell.value == pytest.approx(other[at].value, rel=1e-9, abs=1e-6), at
        assert cell.status == other[at].status, at


# ── The laws ─────────────────────────────────────────────────────────────────────────────────────────────────


def law_naive(read: Reader, case: Case) -> None:
    """What is read is what a naive computation gives."""
    close(read(case), naive(case))


def law_order(read: Reader, case: Case) -> None:
    """Sums may be taken over sub-periods and then over members, or the other way round."""
    sums = replace(case, items={name: Item("sum", "sum") for name in case.items})
    yearly = read(sums)
    fine = read(replace(sums, own=case.fine))
    of_made = {at: cell for at, cell in fine.items() if at[1] in case.made}
    again = replace(sums, cells=of_made, groups=dict.fromkeys(case.made, "made"), made={})
    with_one_more = {**of_made, **{at: cell for at, cell in fine.items() if at[1] == FULL}}
    again = replace(again, cells=with_one_more, groups={**again.groups, FULL: "full"})
    close({at: cell for at, cell in yearly.items() if at[1] in {*case.made, FULL}}, read(again))


def law_single(read: Reader, case: Case) -> None:
    """An entity that is made of one other is that one, whatever the rule; but where nothing weighs, it has no mean."""
    alone = replace(case, groups={entity: entity for entity in case.groups}, made={f"only_{FULL}": FULL})
    found = read(alone)
    mine = {at[::2]: cell for at, cell in found.items() if at[1] == f"only_{FULL}"}
    for (item, entity, number), cell in found.items():
        weighing = case.items[item].weights
        if entity == FULL and (weighing is None or found[weighing, FULL, number].value):
            weakest = min(
                [cell.status, *([found[weighing, FULL, number].status] if weighing else [])], key="MIEFPUBDA".index
            )
            assert mine[item, number].value == pytest.approx(cell.value, rel=1e-12)
            assert mine[item, number].status == weakest


LAWS = (law_naive, law_order, law_single)


@given(case=cases())
def test_the_laws_hold(case: Case) -> None:
    """All laws hold for tables with holes, statuses and weights."""
    event(f"{case.fine} to {case.own}, {case.items['x']}")
    for law in LAWS:
        law(engine, case)


@given(case=cases(), data=st.data())
def test_the_order_of_rows_is_of_no_account(case: Case, data: st.DataObject) -> None:
    """Rows in another order, or in two tables, give the same panel to the last bit."""
    framework = idx.loads(text(case))
    panel = framework.read(table(case))
    shuffled = data.draw(st.permutations(list(case.cells.items())))
    other = framework.read(table(case, shuffled))
    assert panel.fingerprint() == other.fingerprint()
    assert panel.values.equals(other.values)
    assert panel.statuses.keys() == other.statuses.keys()
    half = len(shuffled) // 2
    both = idx.loads(text(case).replace("group region", 'data one "a.csv"\ndata two "b.csv"\ngroup region'))
    parts = {"one": table(case, shuffled[:half]), "two": table(case, shuffled[half:])}
    assert both.read(parts).values.equals(panel.values)


# ── Wrong implementations ────────────────────────────────────────────────────────────────────────────────────


def fixed() -> Case:
    """Return a case in which every choice matters."""
    cells: Cells = {}
    for item in ("w", "x"):
        for place, entity in enumerate(("A", "B", FULL)):
            for number in range(2019 * 4, 2021 * 4):
                status = "E" if (entity, number % 4) == ("A", 1) else "A"
                cells[item, entity, number] = Cell(float(number % 7 + place * 3 + (item == "w")), status)
    del cells["x", "B", 2019 * 4 + 3]
    items = {"w": Item("sum", "sum"), "x": Item("last", "mean", "w")}
    made = {"East": "east", "Whole": None}
    return Case("Q", "A", range(2019, 2021), items, {"A": "east", "B": "east", FULL: "west"}, made, cells)


def last_there(rule: str, cells: Sequence[Cell | None]) -> list[Cell | None]:
    """Take the last sub-period that has a value."""
    return [*there(cells)[-1:]] if rule == "last" else list(cells)


def shifted(case: Case) -> Cells:
    """Make an entity of one more than belongs to it."""
    return naive(replace(case, made=dict.fromkeys(case.made)))


def doubled(case: Case) -> Cells:
    """Convert what is made of others twice over."""
    found = naive(case)
    return {
        at: cell._replace(value=2 * cell.value) if at[1] in case.made and case.width > 1 else cell
        for at, cell in found.items()
    }


WRONG: dict[str, tuple[Callable[[Reader, Case], None], Reader]] = {
    "naive: the last value that is there": (law_naive, lambda case: naive(case, Rules(places=last_there))),
    "naive: missing parts passed over": (
        law_naive,
        lambda case: naive(case, Rules(whole=lambda cells: bool(there(cells)))),
    ),
    "naive: the strongest status": (
        law_naive,
        lambda case: naive(case, Rules(weakest=lambda all_: max(all_, key="MIEFPUBDA".index))),
    ),
    "naive: no weights": (law_naive, lambda case: naive(case, Rules(weighed=False))),
    "naive: other members": (law_naive, shifted),
    "order: made entities twice": (law_order, doubled),
    "single: other members": (law_single, shifted),
}


@pytest.mark.parametrize(("law", "wrong"), list(WRONG.values()), ids=WRONG)
def test_a_wrong_reader_breaks_the_law(law: Callable[[Reader, Case], None], wrong: Reader) -> None:
    """Each law can fail: on a fixed example it rejects a reader that is wrong in one respect."""
    law(engine, fixed())
    law(naive, fixed())
    with pytest.raises(AssertionError):
        law(wrong, fixed())
