"""Strategies for edits of a framework: units of lines, each valid after those before it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import assume
from hypothesis import strategies as st

from drawn_frameworks import TRICKY
from edit_views import View
from idx.edits.entities import names_of
from idx.edits.facts import FRAMEWORK, NO_NODES, Key
from idx.edits.written import quoted
from trees import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import idx
    from idx.edits.facts import Stated

MORE = ("node", "label", "unset", "add1", "新指标", "expect", "step", "within1", "zz")
POOL = sorted({*TRICKY, *NAMES, *MORE})
TEXTS = ("新", "a -> b # because", 'say "x" \\ {', "one\ntwo")
REASONS = ("", "", "", ' because "专家组"', ' because "-> so # {"')
GROWTHS = ("symmetric_growth", "log_growth", "simple_growth", "symmetric_growth(zero_zero = null)")
LEVELS = (
    "none",
    "min_max(reference = all_periods, to = 0..100)",
    "goalposts(worst = 0, best = 5, clip = both)",
    "goalposts(worst = 0, best = 5, clip = none, to = 1..10) then round(2) then add(1)",
)
MORE_LEVELS = (
    "z_score(reference = all_periods, sd = population)",
    "rank(reference = each_period, ties = average)",
    "percentile_rank(reference = each_period, ties = lowest, reversed = complement) then reverse",
)
MISSING = ("null", "error", "drop(min_coverage = 1/2)", "drop(min_coverage = 0.5, count = true)")
AGGREGATES = ("arithmetic", "arithmetic over indicators", "arithmetic then round(1)", "geometric(zero = keep)")
MORE_AGGREGATES = ("median", "minimum", "copeland", "power(2)")
TREATMENTS = (
    "trim(low = 10%, high = 90%, reference = all_periods)",
    "trim(low = 0, high = 0.9, reference = all_periods) then box_cox(exponent = 1)",
    "none",
)
KNOWN = ("北京", "A", "上海")
CALLED = ("直 隶", "乙", "A", "北京", 'say "x"', "method")
FILLS = {
    "gaps": ("linear", "unset"),
    "latest": ("carry_forward", "carry_forward(1)", "carry_forward(max = 1)", "unset"),
    "earliest": ("carry_backward", "unset"),
    "rest": ("constant(3)", "unset"),
}


class Drawing:
    """Draws one unit of edits after another on what is stated by now."""

    def __init__(self, draw: st.DrawFn, stated: Stated, *, menu: bool = True, entities: bool = False) -> None:
        """Keep what is stated, whether the whole menu of methods is drawn from, and whether entities are renamed."""
        self.draw, self.stated, self.view, self.menu, self.entities = draw, stated, View(stated), menu, entities
        self.taken = set(stated.names())

    def one(self, choices: Sequence[str]) -> str:
        """Draw one of several."""
        return self.draw(st.sampled_from(choices))

    def fresh(self) -> str:
        """Draw a name that is free."""
        name = self.one([name for name in POOL if name not in self.taken])
        self.taken.add(name)
        return name

    def because(self) -> str:
        """Draw a reason, or mostly none."""
        return self.one(REASONS)

    def node(self, *kinds: str) -> str:
        """Draw a node, a series or a group."""
        known = self.view.of_kind(*(kinds or ("composite", "indicator")))
        assume(known)
        return self.one(known)

    def name(self, identity: str) -> str:
        """Return a node's name."""
        return self.stated.name(identity)

    def set(self, path: str, key: Key, new: str) -> str:
        """Return a `set` of what is in force."""
        return f"set {path} {self.view.side(key)} -> {new}{self.because()}"

    # ── What is set ──────────────────────────────────────────────────────────────────────────────────────────

    def weights(self) -> str:
        """Set all weights of a composite's children, or take them away."""
        parent = self.node("composite")
        children = self.stated.order.get(parent, ())
        parts = [self.draw(st.sampled_from((1, 2, 3, 0))) for _ in children]
        parts[:1] = [parts[0] or 1] if parts else []
        lines = []
        unset = self.draw(st.booleans())
        for child, part in zip(children, parts, strict=True):
            key = Key("weight", child, parent)
            new = "unset" if unset else str(Fraction(part, sum(parts)))
            within = [place for place in self.view.parents_of(child) if place not in NO_NODES]
            path = self.view.path(child, "weight")
            if len(within) > 1 or self.draw(st.booleans()):
                path = self.view.path(parent, self.name(child), "weight")
            if new != self.view.side(key):
                lines.append(self.set(path, key, new))
        return "\n".join(lines)

    def property(self) -> str:
        """Set a property of a composite or an indicator, or of `method`."""
        words = ("weighting", "aggregate", "missing", "normalise", "impute", "direction")
        word = self.one((*words, "treat") if self.menu else words)
        place = self.one(tuple(FILLS)) if word == "impute" else ""
        if word != "direction" and self.draw(st.integers(0, 2)) == 0:
            key, path = Key("method", word, "", place), ".".join(filter(None, ("method", word, place)))
        else:
            kinds = ("composite",) if word in {"weighting", "aggregate", "missing"} else ("composite", "indicator")
            identity = self.node(*(("indicator",) if word == "direction" else kinds))
            key, path = Key("property", identity, word, place), self.view.path(identity, word, place)
        now = self.view.side(key)
        levels = (*LEVELS, *MORE_LEVELS) if self.menu else LEVELS
        normalisers = GROWTHS if "growth" in now else levels if now != "unset" else (*GROWTHS, *levels)
        fills = ("mean(reference = all_periods)", "none") if self.menu and place == "rest" else ()
        choices = {
            "weighting": (
                *("equal", "relative", "unset", "by_indicators"),
                *(("inverse_sd(reference = all_periods)",) if self.menu else ()),
            ),
            "aggregate": (*AGGREGATES, "unset", *(MORE_AGGREGATES if self.menu else ())),
            "missing": (*MISSING, "unset"),
            "normalise": (*normalisers, "unset"),
            "treat": (*TREATMENTS, "unset"),
            "impute": (*FILLS.get(place, ()), *fills),
            "direction": ("negative", "positive", "unset"),
        }[word]
        return self.set(path, key, self.one(choices))

    def reading(self) -> str:
        """Set how the data of a series or an indicator are read."""
        identity = self.node("series", "indicator")
        word = self.one(("convert", "across"))
        choices = ("sum", "mean", "last", "first", "unset") if word == "convert" else (*self._across(), "unset")
        return self.set(self.view.path(identity, word), Key("property", identity, word), self.one(choices))

    def _across(self) -> list[str]:
        weights = [f"mean(weights = {self.name(identity)})" for identity in self.view.of_kind("series")]
        return ["sum", "mean", *weights]

    def _members(self) -> str:
        groups = [self.name(identity) for identity in self.view.of_kind("group")]
        conditions = [f"{name} is {quoted(text)}" for name in groups for text in ("东部", "西部")]
        one, other = quoted(self.entity("北京")), quoted(self.entity("A"))
        return self.one([*conditions, f"entity is not {one}", f"entity is {one} or entity is {other}"])

    def entity(self, known: str) -> str:
        """Return what an entity of the data is called now."""
        return names_of(self.stated.facts).get(known, known)

    def members(self) -> str:
        """Set of which others an entity is made; make one where there is none."""
        known = self.view.of_kind("entity")
        if not known:
            return self.making()
        identity = self.one(known)
        return self.set(self.view.path(identity, "where"), Key("property", identity, "where"), f"({self._members()})")

    def making(self) -> str:
        """Make an entity of others; whatever has data says how."""
        lines = []
        for identity in self.view.of_kind("series", "indicator"):
            keys = [Key("property", identity, word) for word in ("across", "formula")]
            if not any(key in self.stated.facts for key in keys):
                lines.append(f"set {self.view.path(identity, 'across')} unset -> {self.one(self._across())}")
        said = self.one(("", ' "汇总" en "Made"'))
        own = self.one(("", ' source "来源"', ' code "总 1"'))
        return "\n".join([*lines, f"entity {self.fresh()}{said} where {self._members()}{own}"])

    def argument(self) -> str:
        """Set one argument of a method."""
        path = self.one(("method.link.base 2015 -> 2016", "method.link.value 100 -> 1000"))
        return f"set {path}"

    def text(self) -> str:
        """Set a label, a source, a note, a unit or a code."""
        word = self.one(("label", "label", "source", "note", "unit", "code"))
        identity = self.node("composite", "indicator", "series", "group", "entity")
        language = self.one(("", "en", "zh", "fr")) if word == "label" else ""
        key = Key("label", identity, language) if word == "label" else Key("property", identity, word)
        new = self.one((*map(quoted, TEXTS), "unset"))
        if word in {"unit", "code"}:
            new = self.one(("%", '"2017 PPP $"', "万件", "unset")) if word == "unit" else self.one(('"码"', "unset"))
        return self.set(self.view.path(identity, word, language), key, new)

    def heading(self) -> str:
        """Set what the header says, or the data."""
        match self.draw(st.integers(0, 4)):
            case 0:
                word = self.one(("source", "note"))
                return self.set(word, Key("header", word), self.one((*map(quoted, TEXTS), "unset")))
            case 1:
                language = self.one(("", "en", "zh"))
                path = ".".join(filter(None, ("framework.label", language)))
                return self.set(path, Key("label", FRAMEWORK, language), self.one((*map(quoted, TEXTS), "unset")))
            case 2:
                return f'data {self.one(("", "extra "))}"data/{self.one(("m", "n"))}.csv"'
            case 3:
                keys = [key for key in self.stated.facts if key.kind == "data"]
                if not keys:
                    return ""
                new = self.one(("unset", '"other.csv"', 'extra "x.csv" columns(entity = iso3) na "—", "…"'))
                return self.set("data", self.draw(st.sampled_from(keys)), new)
            case _:
                return f'version "{self.one(("2", "3"))}"'

    def formula(self) -> str:
        """Set a formula, or take it away."""
        identity = self.node("indicator")
        key = Key("property", identity, "formula")
        return self.set(self.view.path(identity, "formula"), key, self.one((f"({self._formula()})", "unset")))

    def _formula(self) -> str:
        reads = [self.name(self.node("series", "indicator")) for _ in range(2)]
        form = self.one(
            ("{} + {}", "max({}, {})", "{} * 2 + 0 * {}", "if({} > 1, {}, 2)", "prev({}) + {}", "{} / {}[AT]")
        )
        at = self.entity(self.one(KNOWN))
        form = form.replace("AT", self.one((quoted(at), at)) if at.isidentifier() else quoted(at))
        return form.format(*reads)

    # ── What stands where ────────────────────────────────────────────────────────────────────────────────────

    def calling(self) -> str:
        """Rename an entity of the data, or two for one another."""
        one, other = (quoted(self.entity(self.one(KNOWN))) for _ in range(2))
        if one == other or self.draw(st.integers(0, 2)):
            return f"rename entity {one} -> {quoted(self.one(CALLED))}{self.because()}"
        return f'rename entity {one} -> "spare"\nrename entity {other} -> {one}\nrename entity "spare" -> {other}'

    def of_entities(self) -> str:
        """Set what speaks of entities: who is evaluated, and against whom the others are measured."""
        one = quoted(self.entity(self.one(KNOWN)))
        if self.draw(st.booleans()):
            return self.set("method.entities", Key("method", "entities"), self.one((f"(entity is not {one})", "unset")))
        identity = self.node("composite", "indicator")
        new = f"distance_to_reference(entity = {one}, from = zero, clip = none)"
        return self.set(self.view.path(identity, "normalise"), Key("property", identity, "normalise"), new)

    def reordering(self) -> str:
        """Show a node before one of its siblings, or a tree before another."""
        parent = self.one(["", *self.view.of_kind("composite")])
        children = self.stated.order.get(parent, ())
        assume(len(children) > 1)
        one, other = (self.name(self.one(children)) for _ in range(2))
        above = self.name(parent) if parent else "index"
        path = f"node.{above}" if parent and above in {"index", "indicator", "node"} else above
        return f"move {path}.{one} -> {above} before {other}{self.because()}"

    def renaming(self) -> str:
        """Rename something, or two things for one another."""
        one = self.node("composite", "indicator", "series", "group", "entity")
        if self.draw(st.integers(0, 2)):
            return f"rename {self.name(one)} -> {self.fresh()}{self.because()}"
        other, spare = self.node("composite", "indicator", "series", "group", "entity"), self.fresh()
        first, second = self.name(one), self.name(other)
        return f"rename {first} -> {spare}\nrename {second} -> {first}\nrename {spare} -> {second}"

    def moving(self) -> str:
        """Move a node."""
        identity, parent = self.node(), self.node("composite")
        places = self.view.parents_of(identity)
        path = self.name(identity)
        if len(places) > 1:
            source = self.one(list(places))
            path = f"{self.name(source)}.{path}" if source not in NO_NODES else path
        return f"move {path} -> {self.name(parent)}{self._before(parent)}{self.because()}"

    def _before(self, parent: str) -> str:
        siblings = self.stated.order.get(parent, ())
        said: bool = bool(siblings) and self.draw(st.booleans())
        return f" before {self.name(self.one(siblings))}" if said else ""

    def removing(self) -> str:
        """Remove a node with all in it, or a place of one that stands elsewhere too."""
        identity = self.node("composite", "indicator", "series", "group", "entity")
        places = [place for place in self.view.parents_of(identity) if place not in NO_NODES]
        if len(self.view.parents_of(identity)) > 1 and places and self.draw(st.booleans()):
            return f"remove {self.name(self.one(places))}.{self.name(identity)}{self.because()}"
        return f"remove {self.name(identity)}{self.because()}"

    def dissolving(self) -> str:
        """Move a composite's children out, then remove it."""
        identity = self.node("composite")
        target = self.node("composite")
        lines = [
            f"move {self.name(identity)}.{self.name(child)} -> {self.name(target)}"
            for child in self.stated.order.get(identity, ())
            if target not in self.view.parents_of(child)
        ]
        return "\n".join([*lines, f"remove {self.name(identity)}{self.because()}"])

    def sharing(self) -> str:
        """Put a node under a further composite."""
        identity, parent = self.node(), self.node("composite")
        before = self._before(parent)
        return f"add to {self.name(parent)} {{\n  {self.name(identity)}{self._weight()}{before}\n}}{self.because()}"

    def _weight(self) -> str:
        return self.one(("", "", " weight 0", " weight 1/2", " weight 3"))

    def adding(self) -> str:
        """Add nodes: an indicator, or a composite with others in it, some of them there already."""
        parent = self.node("composite")
        lines = self._added(2, self._before(parent))
        return "\n".join([f"add to {self.name(parent)} {{", *lines, f"}}{self.because()}"])

    def _added(self, depth: int, before: str = "") -> list[str]:
        name, label = self.fresh(), self.one(("", ' "标签" en "Label"', ' fr "é"'))
        if depth and self.draw(st.booleans()):
            inside: list[str] = []
            for _ in range(self.draw(st.integers(1, 2))):
                known = self.draw(st.integers(0, 3)) == 0
                inside += [f"{self.name(self.node())}{self._weight()}"] if known else self._added(depth - 1)
            said = self.one(("", " weighting relative", " missing null", " impute latest by carry_forward"))
            return [f"{name}{label}{said}{self._weight()}{before} {{", *inside, "}"]
        said = self.one(("", " across mean", " unit %", ' code "原 1"', " direction negative", ' note ("one" "two")'))
        formula = f" formula {self._formula()}" if self.draw(st.integers(0, 3)) == 0 else ""
        formula = "" if "code" in said or "across" in said else formula
        return [f"{name}{label}{said}{formula}{self._weight()}{before}"]

    def stating(self) -> str:
        """Add a root, a series, a group or an indicator outside the trees."""
        match self.draw(st.integers(0, 4)):
            case 0:
                return f'series {self.fresh()} "序列" unit 亿元 across sum convert {self.one(("last", "mean"))}'
            case 1:
                return f'group {self.fresh()} code "列"'
            case 2:
                return f'indicator {self.fresh()} "外" {{\n  formula {self._formula()}\n}}'
            case 3:
                return f"index {self.fresh()} = {self._formula()}"
            case _:
                inside = [*self._added(1), *([self.name(self.node())] if self.draw(st.booleans()) else [])]
                return "\n".join([f"index {self.fresh()} {{", *inside, "}"])

    def again(self) -> str:
        """Remove a node and add another one of its name, elsewhere."""
        identity, parent = self.node(), self.node("composite")
        name = self.name(identity)
        block = self.one((f"{name} unit %", f"{name} {{\n{self.fresh()}\n}}"))
        return f"remove {name}\nadd to {self.name(parent)} {{\n{block}\n}}"

    def unit(self) -> str:
        """Draw a unit of any kind."""
        kinds: list[Callable[[], str]] = [
            self.weights,
            self.property,
            self.property,
            self.text,
            self.heading,
            self.formula,
            self.renaming,
            self.moving,
            self.removing,
            self.dissolving,
            self.sharing,
            self.adding,
            self.stating,
            self.reading,
            self.members,
            self.again,
            self.reordering,
            *([self.calling, self.calling, self.of_entities] if self.entities else ()),
        ]
        kind: Callable[[], str] = self.draw(st.sampled_from(kinds))
        return kind()


def edited(framework: idx.Framework, units: Sequence[str]) -> idx.Framework | None:
    """Return a framework with units of edits applied, or None where they are refused."""
    if not units:
        return framework
    outcome = framework.edited("\n".join(units) + "\n", name="edits.idx")
    return None if outcome.value is None or outcome.errors else outcome.value


@st.composite
def edits(
    draw: st.DrawFn, framework: idx.Framework, most: int = 6, *, menu: bool = True, entities: bool = False
) -> tuple[str, ...]:
    """Draw units of edits that a framework takes one after another, with methods of the whole `menu` or a few.

    `entities` says whether entities of the data are renamed and spoken of.
    """
    found: tuple[str, ...] = ()
    now = framework
    for _ in range(draw(st.integers(1, most))):
        unit = Drawing(draw, now.stated, menu=menu, entities=entities).unit()
        more = edited(framework, (*found, unit)) if unit else None
        if more is not None:
            found, now = (*found, unit), more
    return found
