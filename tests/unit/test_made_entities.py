"""`entity NAME where …`: entities made of others, in formulas, statistics, conditions and results."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import idx
from idx.project.checking import check_framework
from idx.project.framework import Framework
from idx.project.versions import compile_text
from idx.source import Source
from pieces import evaluated, faults, framework, refusals, table

if TYPE_CHECKING:
    import polars as pl

DATA = (
    "entity,region,period,gdp,a\n"
    "A,east,2020,1,10\nA,east,2021,2,20\nB,east,2020,3,30\nB,east,2021,4,40\nC,west,2020,5,50\nC,west,2021,6,\n"
)
HEAD = 'group region\nentity East "东部" where region is "east"\nseries gdp across sum\n'
TREE = "index total {{\n  a across {}\n}}"


def values(across: str, data: str = DATA, head: str = HEAD) -> pl.DataFrame:
    """Return the panel's values of what is made, in the order of the periods."""
    panel = idx.loads(framework(head + TREE.format(across))).read(table(data))
    return panel.values.filter(panel.group("entity").is_in(list(panel.made)))


@pytest.mark.parametrize(
    ("across", "gives"), [("sum", [40, 60]), ("mean", [20, 30]), ("mean(weights = gdp)", [25, 200 / 6])]
)
def test_each_rule(across: str, gives: list[float]) -> None:
    """Values are put together in each period from those of the members."""
    assert values(across)["a"].to_list() == pytest.approx(gives)
    assert values(across)["gdp"].to_list() == [4, 6]


def test_a_missing_member_or_weight() -> None:
    """A cell is missing where one of the members' is, and a weighted one where a weight is."""
    head = HEAD.replace('region is "east"', 'region is not "nowhere"')
    assert values("sum", head=head)["a"].to_list() == [90, None]
    unweighed = DATA.replace("A,east,2021,2,", "A,east,2021,,")
    assert values("mean(weights = gdp)", unweighed)["a"].to_list() == [25, None]
    assert values("mean", unweighed)["a"].to_list() == [20, 30]


def test_the_panel_around_it() -> None:
    """It stands among the entities in their order, in no group, and is no data."""
    text = framework(HEAD + TREE.format("sum"))
    panel = idx.loads(text).read(table(DATA))
    assert panel.entities == ("A", "B", "C", "East")
    assert panel.groups == {"region": ("east", "east", "west", None)}
    assert panel.missing.rows() == [(1, 5, 4, None)]
    assert panel.least == {"gdp": 1, "a": 10}
    plain = idx.loads(text.replace('entity East "东部" where region is "east"\n', "")).read(table(DATA))
    assert panel.fingerprint() == plain.fingerprint()
    renamed = idx.loads(text.replace("entity East", "entity Aa")).read(table(DATA))
    assert renamed.entities == ("A", "Aa", "B", "C")
    assert renamed.values["a"].to_list() == [10, 20, 40, 60, 30, 40, 50, None]
    assert renamed.missing.rows() == [(1, 7, 6, None)]


def test_marks() -> None:
    """Status, basis and origins are those of what it is made of, the weights among them."""
    data = (
        "indicator,entity,region,period,value,status,basis,solved_from\n"
        "gdp,A,east,2020,1,P,,\ngdp,B,east,2020,3,,,\na,A,east,2020,10,,unverified,\na,B,east,2020,30,U,,total 2020\n"
        "a,C,west,2020,1,E,implied,total 2019\ngdp,C,west,2020,1,,,\n"
    )
    read = {
        across: idx.loads(framework(HEAD + TREE.format(across))).read(table(data))
        for across in ("sum", "mean(weights = gdp)")
    }
    summed, weighed = read["sum"], read["mean(weights = gdp)"]
    assert summed.statuses["a"].to_list() == [8, 5, 2, 5]
    assert summed.statuses["gdp"].to_list() == [4, 8, 8, 4]
    assert summed.bases["a"].to_list() == [1, 4, 0, 1]
    assert [(row, said[0][0]) for row, said in summed.solved_from["a"].items()] == [
        (1, "total"),
        (2, "total"),
        (3, "total"),
    ]
    assert weighed.statuses["a"].to_list() == [8, 5, 2, 4]


def test_formulas_and_conditions_come_after() -> None:
    """A formula runs on it like on any other entity, reads it by name, and conditions leave it out."""
    tree = "index total {\n  a across sum\n  b formula a / gdp\n  c formula gdp / gdp[East] * 100\n}"
    raw = evaluated(framework(HEAD + tree), DATA).raw
    assert raw.filter(entity="East")["b"].to_list() == [10, 10]
    assert raw.filter(entity="A")["c"].to_list() == [25, pytest.approx(100 / 3)]
    left = evaluated(framework(HEAD + tree, 'entities where entity is not "East"'), DATA).raw
    assert set(left["entity"]) == {"A", "B", "C"}
    assert left.filter(entity="A")["c"].to_list() == [25, pytest.approx(100 / 3)]


def test_code_is_its_name_in_results() -> None:
    """`code` names it there and in brackets."""
    head = HEAD.replace('"east"\n', '"east" code "东部 1"\n')
    tree = 'index total {\n  a across sum\n  b formula gdp / gdp["东部 1"]\n}'
    raw = evaluated(framework(head + tree), DATA).raw
    assert raw.filter(entity="东部 1")["b"].to_list() == [1, 1]


def test_it_is_imputed_like_others() -> None:
    """It is made before gaps are filled: it has a gap where a member has one, and the gap is filled."""
    data = "entity,region,period,gdp,a\n" + "".join(
        f"{entity},east,{year},1,{value}\n"
        for entity, row in (("A", (1, "", 3)), ("B", (10, 20, 60)))
        for year, value in zip((2020, 2021, 2022), row, strict=True)
    )
    raw = evaluated(framework(HEAD + TREE.format("sum"), impute="gaps by linear"), data).raw
    assert raw.filter(entity="East")["a"].to_list() == [11, 37, 63]


@pytest.mark.parametrize(
    ("data", "head", "found"),
    [
        (DATA, HEAD.replace('"east"', '"esat"'), ("IDX453", "no entity of the data belongs to `East`")),
        (DATA, HEAD.replace("entity East", "entity C"), ("IDX454", "the data have an entity `C` already")),
        (
            "gdp,a\n1,2\n",
            HEAD.replace("group region\n", "").replace('region is "east"', 'entity is "A"'),
            ("IDX453", "`East` is made of entities, and the data name none"),
        ),
    ],
)
def test_what_data_forbid(data: str, head: str, found: tuple[str, str]) -> None:
    """It needs members, and a name of its own."""
    (said,) = refusals(framework(head + TREE.format("sum")), data)
    assert said[:2] == found


def test_weights_that_cannot_weigh() -> None:
    """A negative weight is an error; weights of zero leave the cell missing, and it is told."""
    text = framework(HEAD + TREE.format("mean(weights = gdp)"))
    negative = DATA.replace("B,east,2021,4,", "B,east,2021,-4,")
    (said,) = refusals(text, negative)
    assert said[:2] == ("IDX456", "East 2021: a weight of the members in `gdp` is negative, -4")
    zero = DATA.replace("A,east,2021,2,", "A,east,2021,0,").replace("B,east,2021,4,", "B,east,2021,0,")
    panel = idx.loads(text).read(table(zero))
    assert [(item.code, str(item.message)) for item in panel.diagnostics] == [
        ("IDX455", "East 2021: `a` has no mean, the weights in `gdp` sum to zero")
    ]
    assert panel.values.filter(panel.group("entity") == "East")["a"].to_list() == [25, None]


def test_a_sum_beyond_the_range_of_numbers() -> None:
    """It is missing, and it is told."""
    huge = "entity,region,gdp,a\nA,east,1,1e308\nB,east,1,1e308\n"
    panel = idx.loads(framework(HEAD + TREE.format("sum"))).read(table(huge))
    assert [item.code for item in panel.diagnostics] == ["IDX455"]
    assert panel.values["a"].to_list() == [1e308, 1e308, None]


@pytest.mark.parametrize(
    ("rest", "found"),
    [
        ('group g\nentity x where g is "1"\nindex total {\n  x\n}', ("IDX101", "`x` is defined twice")),
        ("entity x\nindex total {\n  a across sum\n}", ("IDX250", "`x` has no condition")),
        (
            "series s\nentity x where s > 1\nindex total {\n  a across sum\n}",
            ("IDX250", "`s` is no group: the members of an entity are the same in every period"),
        ),
        (
            'entity x where entity is "A"\nindex total {\n  a\n}',
            ("IDX251", "`x` is made of others, and 1 series or indicators do not say how: `a`"),
        ),
        (
            'entity x where entity is "A"\nentity y where entity is "B" code "x"\nindex total {\n  a across sum\n}',
            ("IDX126", "two entities are called `x`"),
        ),
        ("index total {\n  a across mean(weights = b)\n}", ("IDX127", "there is no series `b`")),
        (
            'entity x where entity is "A"\nindex total {\n  a across sum\n  b formula x * 2\n}',
            ("IDX219", "`x` is an entity, and no value"),
        ),
        ('entity x unit % where entity is "A"\nindex total {\n  a\n}', ("IDX001", None)),
        ("index total across sum {\n  a\n}", ("IDX201", "`across` has no meaning on `total`, a root")),
    ],
)
def test_what_cannot_be_stated(rest: str, found: tuple[str, str | None]) -> None:
    """Names, conditions and rules are checked before any data."""
    code, message, _ = faults(framework(rest))[0]
    assert code == found[0]
    assert found[1] in {None, message}


def lints(text: str) -> list[str]:
    """Return the codes of the lints on totals and sums that a text gets."""
    compiled = compile_text(Source("f.idx", text)).unwrap()
    found = check_framework(Framework(compiled, Path())).diagnostics
    return [item.code for item in found if item.code in {"IDX330", "IDX331"}]


@pytest.mark.parametrize(
    ("normalise", "more", "warned"),
    [
        ("min_max(reference = each_period)", (), True),
        ("none then fill(mean)", (), True),
        ("none", (), False),
        ("none then fill(0)", (), False),
        ("min_max(reference = each_period, within = region)", (), False),
        ("min_max(reference = each_period)", ('entities where entity is not "East"',), False),
        ("min_max(reference = each_period)", ('entities where entity is not "East" and gdp > 0',), False),
        ("min_max(reference = each_period)", ('entities where region is "west"',), False),
        ("min_max(reference = each_period)", ('entities where region is not "west"',), True),
        ("min_max(reference = each_period)", ('entities where region is not "west" or gdp > 0',), True),
        ("min_max(reference = each_period)", ("entities where gdp > 0",), False),
    ],
)
def test_totals_among_their_parts(normalise: str, more: tuple[str, ...], *, warned: bool) -> None:
    """It is worth a look where it is measured with its members, unless a condition leaves it out."""
    text = framework(HEAD + TREE.format("mean"), *more, normalise=normalise)
    assert ("IDX330" in lints(text)) == warned


def test_summed_shares() -> None:
    """Per cents are no sums."""
    tree = "index total {\n  a unit % across sum convert sum\n  b unit % across mean convert mean\n}"
    assert lints(framework(HEAD + tree)) == ["IDX331", "IDX331"]
