"""From headings to nodes: which property may stand where, and what a heading hands down to what is inside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from idx.diagnostics import Rule, did_you_mean
from idx.methods import registry
from idx.methods.contracts import Scale
from idx.model import Composite, Indicator, MethodCall, Node
from idx.resolve.example import HEADER, INDEX, METHOD
from idx.resolve.scales import combine_scale
from idx.resolve.statements import Key, labels, unique
from idx.resolve.weights import weigh
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idx.diagnostics import Collector
    from idx.resolve.bind import Binder
    from idx.resolve.names import Names

MISPLACED = Rule(
    "IDX201",
    "a property on a node that cannot use it",
    "Indicators have a unit and a direction; composites combine, so they have weighting, aggregation and a rule for "
    "missing children. `link` and a direction of the whole stand on a root; a root has no weight.",
    bad=HEADER + METHOD + "index total {\n  a unit % aggregate arithmetic\n}\n",
)
UNSTATED = Rule(
    "IDX203",
    "a method that has to be stated",
    "Nothing about method is implicit: how indicators are normalised, how composites weigh and combine is stated, in "
    "`method { }` for the whole file or in a heading.",
    bad=HEADER + "method {\n  weighting equal\n  aggregate arithmetic\n}\n" + INDEX,
)
WORD = Rule(
    "IDX208",
    "a word that the property cannot take",
    "`direction` is `positive` (a rise is good, the default) or `negative`; `over` names `index`.",
    bad=HEADER + METHOD + "index total {\n  a direction down\n}\n",
)

DOCUMENTING = ("source", "note")
HANDED_DOWN = ("impute", "normalise")
ALLOWED = {
    "root": (*DOCUMENTING, *HANDED_DOWN, "code", "direction", "weighting", "aggregate", "missing", "link"),
    "composite": (*DOCUMENTING, *HANDED_DOWN, "code", "weight", "weighting", "aggregate", "missing"),
    "indicator": (*DOCUMENTING, *HANDED_DOWN, "weight", "unit", "direction", "code"),
}
WHERE = {
    "unit": "on an indicator",
    "direction": "on an indicator, or on a root for the whole",
    "weight": "on a node under a composite",
    "link": "in `method { }` or on a root",
    "weighting": "on a composite, or in `method { }`",
    "aggregate": "on a composite, or in `method { }`",
    "missing": "on a composite, or in `method { }`",
}


@dataclass(slots=True)
class NodeResolver:
    """Builds the nodes of one file.

    `method` holds the properties of its `method { }`, `link_of` the link that covers each node, `stated` the properties
    in each node's own heading.
    """

    file: tree.File
    found: Collector
    names: Names
    binder: Binder
    method: dict[Key, tree.Property]
    link_of: dict[str, MethodCall | None]
    stated: dict[str, dict[Key, tree.Property]] = field(default_factory=dict)

    def resolve(self) -> dict[str, Node]:
        """Return the nodes by name; where one cannot be built, a diagnostic says why."""
        self._state()
        for prop in self.method.values():
            self.binder.bind(prop)
        downwards = {key: prop for key, prop in self.method.items() if key[0] in HANDED_DOWN}
        inherited: dict[str, dict[Key, tree.Property]] = {}
        for root in self.names.roots:
            self._hand_down(self.names.definitions[root], downwards, inherited)
        self._report_unstated(inherited)
        built: dict[str, Node | None] = {}
        for root in self.names.roots:
            self._build(root, inherited, built)
        return {name: node for name, node in built.items() if node is not None}

    def _state(self) -> None:
        for name, heading in self.names.definitions.items():
            properties = unique(self.file, self.found, heading.properties)
            role = "root" if name in self.names.roots else "indicator" if heading.children is None else "composite"
            for key, prop in properties.items():
                if key[0] not in ALLOWED[role]:
                    self._misplaced(name, role, prop)
            self.stated[name] = properties

    def _misplaced(self, name: str, role: str, prop: tree.Property) -> None:
        article = "an" if role == "indicator" else "a"
        message = f"`{prop.keyword}` has no meaning on `{name}`, {article} {role}"
        help_ = f"`{prop.keyword}` stands {WHERE[prop.keyword]}" if prop.keyword in WHERE else ""
        self.found.add(MISPLACED, message, self.file.span(prop), help=help_)

    def _hand_down(
        self,
        heading: tree.Node,
        above: dict[Key, tree.Property],
        inherited: dict[str, dict[Key, tree.Property]],
    ) -> None:
        name = heading.name.text
        if heading is not self.names.definitions[name]:
            return
        inherited[name] = above | {key: prop for key, prop in self.stated[name].items() if key[0] in HANDED_DOWN}
        for child in heading.children or ():
            self._hand_down(child, inherited[name], inherited)

    def _report_unstated(self, inherited: dict[str, dict[Key, tree.Property]]) -> None:
        leaves = [name for name in inherited if self.names.definitions[name].children is None]
        composites = [name for name in inherited if self.names.definitions[name].children is not None]
        missing = {"normalise": [name for name in leaves if ("normalise", "") not in inherited[name]]}
        for keyword in ("weighting", "aggregate"):
            stated_for_all = (keyword, "") in self.method
            missing[keyword] = [
                name for name in composites if not stated_for_all and (keyword, "") not in self.stated[name]
            ]
        for keyword, names in missing.items():
            if names:
                choices = ", ".join(registry.names(keyword))
                shown = ", ".join(f"`{name}`" for name in names[:3]) + (" …" if len(names) > 3 else "")
                self.found.add(
                    UNSTATED,
                    f"no `{keyword}` is stated for {len(names)} node{'s' if len(names) > 1 else ''}: {shown}",
                    self.file.span(self.names.definitions[names[0]].name),
                    help=f"state it in `method {{ }}` or in a heading; choose one of: {choices}",
                )

    def _build(
        self, name: str, inherited: dict[str, dict[Key, tree.Property]], built: dict[str, Node | None]
    ) -> Node | None:
        """Return a node, or None where it has errors; what can be checked is checked all the same."""
        if name not in built:
            heading = self.names.definitions[name]
            own = self.stated[name]
            if heading.children is None:
                built[name] = self._indicator(heading, own, inherited.get(name, {}))
            else:
                children = [self._build(child.name.text, inherited, built) for child in heading.children]
                built[name] = self._composite(heading, own, children)
        return built[name]

    def _call(self, own: dict[Key, tree.Property], key: Key) -> MethodCall | None:
        prop = own.get(key)
        return self.binder.bind(prop) if prop else None

    def _indicator(
        self, heading: tree.Node, own: dict[Key, tree.Property], inherited: dict[Key, tree.Property]
    ) -> Indicator | None:
        imputations = {key[1]: self.binder.bind(prop) for key, prop in inherited.items() if key[0] == "impute"}
        normalise = self._call(inherited, ("normalise", ""))
        said = labels(self.file, self.found, heading.labels, ALLOWED["indicator"])
        negative = self._negative(own)
        if normalise is None:
            return None
        return Indicator(
            name=heading.name.text,
            labels=said,
            unit=_text(own, "unit"),
            source=_text(own, "source"),
            note=_text(own, "note"),
            code=_text(own, "code"),
            negative=negative,
            impute={place: call for place, call in imputations.items() if call},
            normalise=normalise,
            link=self.link_of.get(heading.name.text),
            span=self.file.span(heading.name),
        )

    def _composite(
        self, heading: tree.Node, own: dict[Key, tree.Property], children: list[Node | None]
    ) -> Composite | None:
        name = heading.name.text
        role = "root" if name in self.names.roots else "composite"
        stated = self.method | own
        weighting = self._call(stated, ("weighting", ""))
        aggregate = self._call(stated, ("aggregate", ""))
        missing = self._call(stated, ("missing", "")) or self.binder.default("missing", "error")
        said = labels(self.file, self.found, heading.labels, ALLOWED[role])
        negative = self._negative(own)
        over_index = ("aggregate", "") in stated and self._over_index(stated[("aggregate", "")])
        weighed = weigh(self.file, self.found, weighting, heading) if weighting else ()
        whole = [child for child in children if child is not None]
        if weighting is None or aggregate is None or len(whole) < len(children):
            return None
        return Composite(
            name=name,
            labels=said,
            source=_text(own, "source"),
            note=_text(own, "note"),
            negative=negative,
            weighting=weighting,
            aggregate=aggregate,
            over_index=over_index,
            missing=missing,
            link=self.link_of.get(name),
            children=weighed,
            scale=combine_scale(self.found, aggregate, whole) if not over_index else Scale.GROWTH,
            span=self.file.span(heading.name),
            code=_text(own, "code"),
        )

    def _negative(self, own: dict[Key, tree.Property]) -> bool:
        prop = own.get(("direction", ""))
        if prop is None or not isinstance(prop.value, tree.Word):
            return False
        word = prop.value
        if word.text not in {"positive", "negative"}:
            help_ = did_you_mean(word.text, ("positive", "negative"), otherwise="write `positive` or `negative`")
            self.found.add(WORD, f"there is no direction `{word.text}`", self.file.span(word), help=help_)
        return word.text == "negative"

    def _over_index(self, aggregate: tree.Property) -> bool:
        over = aggregate.over
        if over is not None and over.text != "index":
            self.found.add(
                WORD,
                f"an aggregation cannot run over `{over.text}`",
                self.file.span(over),
                help="`over index` combines the children's index levels; without it their scores are combined",
            )
        return over is not None


def _text(own: dict[Key, tree.Property], keyword: str) -> str | None:
    prop = own.get((keyword, ""))
    return prop.value.text if prop is not None and isinstance(prop.value, tree.Text | tree.Word) else None


def tree_order(names: Names) -> Iterable[str]:
    """Return the names in the order of the trees, each at its first place."""
    seen: dict[str, None] = {}
    waiting = list(reversed(names.roots))
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen[name] = None
            waiting.extend(child.name.text for child in reversed(names.children(name)))
    return seen
