"""Reading edits and scenarios: what the tree holds, what is said of slips, and what mends them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from idx.format import verified
from idx.format.statements import canonical_text
from idx.source import Source, SourceSpan
from idx.syntax import tree
from idx.syntax.parse import parse

if TYPE_CHECKING:
    from idx.diagnostics import Diagnostic

SIDES: dict[str, tuple[str, type[object]]] = {
    "unset": ("unset", type(None)),
    "number": ("-3/10", tree.Number),
    "per cent": ("30%", tree.Number),
    "sign": ("%", tree.Word),
    "period": ("2019Q1", tree.Word),
    "range": ("2019Q1..2024Q4", tree.Range),
    "word": ("equal", tree.Call),
    "call": ("chain(base = 2019, value = 100)", tree.Call),
    "pipeline": ("z_score(sd = sample) where p < 2 then clip(-3, 3)", tree.Call),
    "over": ("arithmetic over index", tree.Call),
    "text": ('"→ {x} # -> because"', tree.Text),
    "paragraphs": ('("one" "two")', tree.Text),
    "formula": ("(a / b - prev(c))", tree.Operation),
    "number of a formula": ("(3)", tree.Number),
    "reference": ("(a.score)", tree.Reference),
    "function": ("(max(a, b))", tree.Application),
    "data": ('"a.csv" columns(a = b) na "—"', tree.Data),
    "data of a name": ('second "a.csv"', tree.Data),
}


def edits_of(text: str) -> list[tree.Edit]:
    """Return the edits of a sound text."""
    statements = parse(Source("f.idx", text)).unwrap().statements
    return [statement for statement in statements if isinstance(statement, tree.Edit)]


def found(text: str) -> tuple[Diagnostic, ...]:
    """Return what is said of a text."""
    return parse(Source("f.idx", text)).diagnostics


def mended(text: str) -> str:
    """Apply the edits of what is said of a text, once."""
    for edit in sorted((edit for item in found(text) for edit in item.edits), key=lambda edit: -edit.span.start):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return text


@pytest.mark.parametrize("old", SIDES)
@pytest.mark.parametrize("new", SIDES)
def test_sides(old: str, new: str) -> None:
    """Whatever can be stated stands on either side of a `set`, with a reason or without, and keeps its form."""
    (written, kind), (other, other_kind) = SIDES[old], SIDES[new]
    for reason in ("", ' because "so"'):
        text = f"set a.b.c {written} -> {other}{reason}\n"
        (edit,) = edits_of(text)
        assert edit.old is not None
        assert edit.new is not None
        assert (type(edit.old.value), type(edit.new.value)) == (kind, other_kind)
        assert text[edit.old.start : edit.old.end] == written
        assert text[edit.new.start : edit.new.end] == other
        assert str(edit.path) == "a.b.c"
        assert (edit.because.text if edit.because else "") == ("so" if reason else "")
        file = parse(Source("f.idx", text)).unwrap()
        assert canonical_text(file) == text
        assert verified(file, text).value == text


def test_what_an_edit_holds() -> None:
    """Each verb has its parts."""
    added, moved, renamed, removed = edits_of(
        'add to p {\n  a weight 30% before b {\n    c\n  }\n  d\n} because "r"\n'
        'move p.a -> q before x\nrename a -> b\nremove p.a because "s"\n'
    )
    assert (added.verb, str(added.path), added.because and added.because.text) == ("add", "p", "r")
    first, second = added.nodes
    assert [(prop.keyword, prop.value) for prop in first.properties if prop.keyword == "weight"]
    assert isinstance(first.properties[0].value, tree.Number)
    assert first.properties[0].value.value == Fraction(3, 10)
    assert first.properties[1].keyword == "before"
    assert [child.name.text for child in first.children or ()] == ["c"]
    assert (second.name.text, second.children) == ("d", None)
    assert (str(moved.path), moved.to and moved.to.text, moved.before and moved.before.text) == ("p.a", "q", "x")
    assert (str(renamed.path), renamed.to and renamed.to.text) == ("a", "b")
    assert (str(removed.path), removed.because and removed.because.text) == ("p.a", "s")


def test_what_a_scenario_holds() -> None:
    """Edits and statements that only add stand in a scenario in their order."""
    text = 'scenario s "S" en "T" {\n  set a.b 1 -> 2\n  series x\n  index t {\n    a\n  }\n  data "d.csv"\n}\n'
    (scenario,) = parse(Source("f.idx", text)).unwrap().statements
    assert isinstance(scenario, tree.Scenario)
    assert (scenario.name.text, [label.text.text for label in scenario.labels]) == ("s", ["S", "T"])
    assert [type(each) for each in scenario.statements] == [tree.Edit, tree.Column, tree.Node, tree.Data]
    assert text[scenario.brace] == "{"


@pytest.mark.parametrize(
    ("written", "sound"),
    [
        ("set a.weight 20% = 30%", "set a.weight 20% -> 30%"),
        ("set a.weight 20%→30%", "set a.weight 20%->30%"),
        ("set a.weight 20% => 30%", "set a.weight 20% -> 30%"),
        ("set a.weight 20% to 30%", "set a.weight 20% -> 30%"),
        ("set a.weight 20% －＞ 30%", "set a.weight 20% -> 30%"),
        ("set a.weight 20％ －＞ 30％", "set a.weight 20% -> 30%"),
        ("set a.weight 20% 30%", "set a.weight 20% -> 30%"),
        ("set a  weight 20% -> 30%", "set a.weight 20% -> 30%"),
        ("set a.unit 个 改为 万件 becuase “新口径”", 'set a.unit 个 -> 万件 because "新口径"'),
        ("set a.unit 人/万人 -> 个", 'set a.unit "人/万人" -> 个'),
        ("set a.unit 2019=100 -> 5G基站", 'set a.unit "2019=100" -> 5G基站'),
        ("set a.formula b / c -> b / d", "set a.formula (b / c) -> (b / d)"),
        ("set a.formula (b + 1) / (c + 1) -> (d)", "set a.formula ((b + 1) / (c + 1)) -> (d)"),
        ('set a.formula unset -> -c because "x -> y"  # z', 'set a.formula unset -> (-c) because "x -> y"  # z'),
        ("rename a to b", "rename a -> b"),
        ("rename a b", "rename a -> b"),
        ("move a into b before c", "move a -> b before c"),
        ("remove a because no longer published  # so", 'remove a because "no longer published"  # so'),
        ("extends 2025.idx", 'extends "2025.idx"'),
        ("remvoe a", "remove a"),
    ],
)
def test_slips_that_have_one_remedy(written: str, sound: str) -> None:
    """What can only have meant one thing is mended, in a scenario too; line ends of Windows do not matter."""
    assert mended(f"{written}\n") == f"{sound}\n"
    assert mended(f"{written}\r\n") == f"{sound}\r\n"
    if not written.startswith("extends"):
        assert mended(f"scenario s {{\n  {written}\n}}\n") == f"scenario s {{\n  {sound}\n}}\n"


@pytest.mark.parametrize(
    ("written", "place", "help_"),
    [
        ("set a.weight 30%", "30%", "`set a.weight OLD -> 30%`"),
        ("set a.weight because", "because", "`set a.weight OLD -> NEW`"),
        ("set a.weight -> 30%", "->", "`set a.weight OLD -> 30%`, with `unset`"),
        ('set a.weight = 30% because "x"', "=", "`set a.weight OLD -> 30%`, with `unset`"),
        ("set a.weight ->", "->", "`set a.weight OLD -> NEW`"),
        ('set a.label to "新"', "to", '`set a.label OLD -> "新"`'),
        ("set a.weight", "", "`set a.weight OLD -> NEW`"),
        ('set a.formula b is "x" -> (c)', 'b is "x"', "as in `set a.formula (a / b) -> (a / c)`"),
        ("set a.formula (b / c -> d", "->", "expected"),
        ("rename a", "", "`rename a -> NAME`"),
        ("move p.a", "", "`move p.a -> PARENT`"),
        ("move a before b", "before", "`move a -> PARENT before b`"),
        ("rename p.a -> b", ".", "`rename OLD -> NEW`"),
        ("rename 5G -> b", "5G", "the name that it has"),
        ("rename b -> 5G", "5G", "begin it with a letter"),
        ("add b to p", "b", "`add to p {`, then `b` on a line of its own, then `}`"),
        ("add to p", "", "`add to p {`, then what is added"),
        ('add to p b "B"', "b", '`add to p {`, then `b "B"` on a line of its own'),
        ("delete a", "delete", "`remove`"),
        ("新增 a", "新增", "`add`"),
        ("add ot p {\n}", "ot", "choose one of: to"),
    ],
)
def test_slips_that_teach(written: str, place: str, help_: str) -> None:
    """What has more than one remedy gets a message with the form, and no edit; what follows is read."""
    first, last = found(f"{written}\nremove 5\n")
    assert isinstance(first.place, SourceSpan)
    assert first.place.text == place
    assert first.help is not None
    assert help_ in first.help.en, first.help.en
    assert not first.edits or first.code == "IDX003"
    assert isinstance(last.place, SourceSpan)
    assert last.place.text == "5"


@pytest.mark.parametrize("indent", ["", "  "])
def test_a_faulty_line_in_a_block_is_reported_alone(indent: str) -> None:
    """A fault in a scenario, or in what an edit adds, leaves the lines around it; the margin does not matter there."""
    lines = [
        *("scenario s {", "{}set a.b 1 -> 2", "{}set a.b 1", "{}index t {{", "{}a weight", "{}}}", "{}add to x {{"),
        *(
            "{}b untit %",
            "{}c",
            "{}}} becuase",
            "{}remove",
            "{}indicator q {{",
            "{}unti %",
            "{}}}",
            "}",
            "rename a b",
            "",
        ),
    ]
    source = Source("f.idx", "\n".join(line.format(indent) if "{}" in line else line for line in lines))
    places = [item.place for item in parse(source).diagnostics]
    assert [source.line_column(place.start)[0] for place in places if isinstance(place, SourceSpan)] == [
        *(3, 5, 8, 10, 11, 13, 16)
    ]


@pytest.mark.parametrize("opening", ["scenario s {", "scenario s {\n  add to x {", "add to x {", "index t {"])
@pytest.mark.parametrize(
    "statement", ['extends "a.idx"', "scenario z {\n  remove a\n}", "add to y {\n  a\n}", "set a.b 1 -> 2", "remove x"]
)
def test_unclosed_blocks_end_before_a_statement(opening: str, statement: str) -> None:
    """A block that is not closed is reported at its brace, and the statements at the margin below are read as such."""
    text = f"{opening}\n    # nothing\n{statement}\nremvoe z\n"
    if opening == "scenario s {":
        text = text.replace("# nothing", "remove b")
    items = found(text)
    assert [item.code for item in items] == ["IDX004"] * opening.count("{") + ["IDX003"]


@pytest.mark.parametrize("opening", ["add to x {", "index t {", "index t {\n    b {", "expect {", "indicator i {"])
@pytest.mark.parametrize("edit", ["set a.b 1 -> 2", "add to y {\n    a\n  }", "move a -> b", "remove x  # gone"])
def test_unclosed_blocks_of_a_scenario_end_before_an_edit(opening: str, edit: str) -> None:
    """A block inside a scenario that is not closed is reported at its brace, and the edits below are read as such."""
    items = found(f"scenario s {{\n  remove b\n  {opening}\n  {edit}\n  remvoe y\n}}\nremvoe z\n")
    assert [item.code for item in items] == ["IDX004"] * opening.count("{") + ["IDX003"] * 2


def test_depth_counts_the_braces_of_edits() -> None:
    """Nodes may stand as deep in an edit as in a tree, all braces counted."""
    nested = "".join(f"n{level} {{\n" for level in range(62)) + "a\n" + "}\n" * 62
    text = f"scenario s {{\nadd to x {{\n{nested}}}\n}}\n"
    assert found(text) == ()
    (item,) = found(text.replace("a\n}", "a {\n}\n}", 1))
    assert item.code == "IDX006"
