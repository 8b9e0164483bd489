"""Laws of the formatter (19): what a file says stays, comments stay in their place, and once is enough."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import polars as pl
import pytest
from hypothesis import given, settings
from polars.testing import assert_frame_equal

import idx
from attachment import attached
from idx.canonical import fingerprint
from idx.format.headings import label_key, property_order
from idx.source import Source
from idx.syntax import tree
from idx.syntax.grammar import parser
from idx.syntax.parse import parse
from idx.syntax.trivia import trivia
from syntax_strategies import Layout, derived, files, grammar, sources, spelled

if TYPE_CHECKING:
    from collections.abc import Callable

Formatter: TypeAlias = "Callable[[str], str]"

FOLDER = Path(__file__).parents[2] / "frameworks"
FRAMEWORKS = sorted(FOLDER.glob("*.idx"))
# Texts are read fast, so that many can be tried.
MANY = settings(max_examples=max(250, settings().max_examples))
MESSY = """

# top
framework   f   "label" zh "标签"  en "x"   # behind
version "1"


method{

  # above
  normalise goalposts( worst=0, # inside
     # alone
     best = 100)
  weighting   equal    # behind
  # before the brace

}
index total {
  b   "\\\\ not \\"an escape\\"" unit %  # behind b
  a source "s" weight 1/3 unit %
  c formula (a-b)*-2^2
}
scenario s{
  set  b.weight unset->1/2 because "so"  # why
  add to total{
    d before a
    # in the block
  }because "new"
}
# end"""


def laid_bare(item: Any) -> Any:  # noqa: ANN401 - any part of a tree
    """Return a part of a tree without positions, headings in their canonical order: a second way to compare."""
    if isinstance(item, tree.Node | tree.Column | tree.Header | tree.Scenario) and item.labels:
        item = item._replace(labels=tuple(sorted(item.labels, key=label_key)))
    if isinstance(item, tree.Node | tree.Column):
        item = item._replace(properties=tuple(sorted(item.properties, key=property_order)))
    if isinstance(item, tuple) and hasattr(item, "_asdict"):
        fields = {name: value for name, value in item._asdict().items() if name not in {"start", "end", "brace"}}
        return type(item).__name__, {name: laid_bare(value) for name, value in fields.items()}
    return [laid_bare(part) for part in item] if isinstance(item, tuple) else item


def said(text: str) -> Any:  # noqa: ANN401 - a tree without its classes
    """Return what a text says."""
    return laid_bare(parse(Source("text", text)).unwrap().statements)


def law_identity(format_text: Formatter, text: str) -> None:
    """Law 19: parsed again, a formatted text is the same tree."""
    assert said(format_text(text)) == said(text)


def law_idempotent(format_text: Formatter, text: str) -> None:
    """Law 19: formatting a formatted text changes nothing."""
    once = format_text(text)
    assert format_text(once) == once


def law_comments(format_text: Formatter, text: str) -> None:
    """Law 19: every comment is there, in the same order."""
    assert [comment.text for comment in trivia(format_text(text)).comments] == [
        comment.text for comment in trivia(text).comments
    ]


def law_attachment(format_text: Formatter, text: str) -> None:
    """Law 19: every comment stands in, behind or above the same statement."""
    assert attached(format_text(text)) == attached(text)


def law_layout(format_text: Formatter, text: str, source: random.Random) -> None:
    """Blanks are of no account: a text with others has the same canonical form."""
    assert format_text(Layout(source).again(text)) == format_text(text)


def law_line_ends(format_text: Formatter, text: str) -> None:
    """Line ends and the byte-order mark of a text stay, and are of no account otherwise."""
    formatted = format_text(text)
    assert format_text("\ufeff" + text) == "\ufeff" + formatted
    if "\n" in text:
        assert format_text(text.replace("\n", "\r\n")) == formatted.replace("\n", "\r\n")


def law_tidy(format_text: Formatter, text: str) -> None:
    """No blanks end a line; no blank line follows another or `{`, or stands before `}`; the last line ends once."""
    formatted = format_text(text)
    lines = formatted.split("\n")
    assert lines.pop() == ""
    assert lines[0]
    assert lines[-1]
    assert all(line == line.rstrip() for line in lines)
    assert all(one or other for one, other in pairwise(lines))
    for brace in trivia(formatted).braces:
        line = formatted.count("\n", 0, brace)
        assert lines[line + 1 if formatted[brace] == "{" else line - 1]


LAWS = (law_identity, law_idempotent, law_comments, law_attachment, law_line_ends, law_tidy)


@MANY
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@given(text=files())
def test_formatting_obeys_the_laws(law: Callable[[Formatter, str], None], text: str) -> None:
    """Law 19 holds for anything that the grammar takes, laid out in any way."""
    if text.strip():
        law(idx.format_text, text)


@MANY
@given(text=files(), source=sources())
def test_blanks_are_of_no_account(text: str, source: random.Random) -> None:
    """The canonical form does not depend on the blanks of the author."""
    if text.strip():
        law_layout(idx.format_text, text, source)


@MANY
@given(source=sources())
def test_the_generator_writes_what_it_derives(source: random.Random) -> None:
    """What is drawn parses; the parser sees the words that were spelled, and there are the comments that were set."""
    words = spelled(source, derived(source, 100)[0])
    plain, text = Layout(source).plain(words), Layout(source).text(words)
    if plain.strip() and text.strip():
        assert said(plain) == said(text)


def test_the_generator_uses_every_rule() -> None:
    """Every rule and every terminal of the grammar occurs in a few hundred files, and so does every kind of comment."""
    rules: set[str] = set()
    terminals: set[str] = set()
    comments: set[str] = set()
    for seed in range(300):
        source = random.Random(seed)  # noqa: S311 - repeatable choices, no secret
        derivation, used = derived(source, 150)
        text = Layout(source).text(spelled(source, derivation))
        rules |= used
        terminals |= set(derivation)
        comments |= {each.how for each in attached(text)} if text.strip() else set()
    assert rules == set(grammar().rules)
    assert terminals == {terminal.name for terminal in parser().terminals} - {"SPACE"}
    assert comments == {"inside", "behind", "above"}


@pytest.mark.parametrize("path", FRAMEWORKS, ids=lambda path: path.stem)
@given(source=sources())
def test_a_framework_keeps_its_form_and_its_meaning(path: Path, source: random.Random) -> None:
    """A real file that was laid out anew is formatted back to itself; in between it means the same."""
    text = path.read_text(encoding="utf-8")
    disturbed = Layout(source).again(text)
    assert idx.format_text(disturbed) == text
    models = [idx.loads(each, folder=path.parent).model for each in (disturbed, text)]
    assert fingerprint(models[0]) == fingerprint(models[1])


def law_evaluation(format_text: Formatter, text: str, data: pl.DataFrame | str) -> None:
    """A formatted framework gives the same results, and is held to the same figures."""
    before, after = idx.loads(text), idx.loads(format_text(text))
    results = [framework.evaluate(data) for framework in (before, after)]
    assert_frame_equal(results[0].table, results[1].table, check_exact=True)
    findings = [
        [(each.node, each.entity, each.period, each.got, each.tolerance, each.verdict) for each in verified.findings]
        for verified in map(idx.Framework.verify, (before, after), results)
    ]
    assert findings[0] == findings[1]


def human_development() -> pl.DataFrame:
    """Make up data for the human development index."""
    return pl.DataFrame(
        {"iso3": ["NOR", "TCD"], "year": [2022, 2022], "le": [83.4, 53.0], "eys": [18.6, 8.2]}
    ).with_columns(pl.Series("mys", [13.1, 2.3]), pl.Series("gnipc", [69190.0, 1389.0]))


DATA: dict[str, pl.DataFrame | str] = {
    "2025": str(FOLDER / "data" / "2025.csv"),
    "regions": str(FOLDER / "data" / "regions.csv"),
    "hdi": human_development(),
}


@pytest.mark.parametrize("name", DATA)
def test_formatting_changes_no_number(name: str) -> None:
    """Frameworks whose blanks were changed evaluate the same before and after formatting."""
    text = Layout(random.Random(2025)).again((FOLDER / f"{name}.idx").read_text(encoding="utf-8"))  # noqa: S311 - as above
    law_evaluation(idx.format_text, text, DATA[name])


def replacing(old: str, new: str) -> Formatter:
    """Return a formatter that is right but for a replacement."""
    return lambda text: idx.format_text(text).replace(old, new)


REJECTED: dict[str, tuple[Callable[..., None], Formatter]] = {
    "identity: another weight": (law_identity, replacing("1/3", "1/4")),
    "identity: parentheses lost": (law_identity, replacing("(a - b)", "a - b")),
    "identity: an escape lost": (law_identity, replacing("\\\\ ", "\\ ")),
    "identity: siblings in order": (law_identity, replacing("  b ", "  d ")),
    "identity: the sides of an edit exchanged": (law_identity, replacing("unset -> 1/2", "1/2 -> unset")),
    "identity: a reason lost": (law_identity, replacing(' because "new"', "")),
    "identity: another place among siblings": (law_identity, replacing("before a", "before b")),
    "idempotent: one more line each time": (law_idempotent, lambda text: f"{idx.format_text(text)}# end\n"),
    "comments: one in parentheses lost": (law_comments, replacing("  # inside", "")),
    "comments: text changed": (law_comments, replacing("# above", "#above")),
    "attachment: moved out of a block": (law_attachment, replacing("  # before the brace\n}", "}\n# before the brace")),
    "attachment: moved out of an edit": (law_attachment, replacing("    # in the block\n  }", "  }\n  # in the block")),
    "attachment: moved to the line below": (law_attachment, replacing(",  # inside\n", ",\n    # inside\n")),
    "line ends: always line feeds": (law_line_ends, lambda text: idx.format_text(text).replace("\r\n", "\n")),
    "tidy: blanks at the end of a line": (law_tidy, replacing("{\n", "{ \n")),
    "tidy: a blank line behind a brace": (law_tidy, replacing("{\n", "{\n\n")),
}


@pytest.mark.parametrize(("law", "wrong"), list(REJECTED.values()), ids=REJECTED)
def test_a_wrong_formatter_breaks_the_law(law: Callable[[Formatter, str], None], wrong: Formatter) -> None:
    """Each law can fail: on a fixed example it rejects a formatter that is wrong in one respect."""
    law(idx.format_text, MESSY)
    with pytest.raises(AssertionError):
        law(wrong, MESSY)


def test_the_author_s_layout_breaks_the_law() -> None:
    """The law about blanks rejects a formatter that leaves them."""
    with pytest.raises(AssertionError):
        law_layout(lambda text: text, MESSY, random.Random(1))  # noqa: S311 - as above


def test_another_number_breaks_the_law() -> None:
    """The law about evaluation rejects a formatter that changes a number."""
    text = (FOLDER / "hdi.idx").read_text(encoding="utf-8")
    with pytest.raises(AssertionError):
        law_evaluation(replacing("best = 18", "best = 17"), text, human_development())
