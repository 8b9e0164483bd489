"""From headings to nodes: their methods bound, their labels and weights read, their kinds checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from idx.diagnostics import Rule, Wording, did_you_mean
from idx.methods.values import Scale
from idx.model import Composite, Indicator, MethodCall, Node, Step, after_steps
from idx.resolve.example import HEADER, METHOD
from idx.resolve.pipelines import check_reversal, with_ends
from idx.resolve.reading import formula_of, text_of
from idx.resolve.scales import check_past_levels, check_weighting, combine_scale
from idx.resolve.stated import ALLOWED
from idx.resolve.statements import Key, labels
from idx.resolve.weights import Weigher
from idx.syntax import tree

if TYPE_CHECKING:
    from idx.diagnostics import Collector
    from idx.resolve.bind import Binder
    from idx.resolve.names import Names
    from idx.resolve.stated import Stated

WORD = Rule(
    "IDX208",
    Wording("a word that the property cannot take", "属性不能取这个词"),
    Wording(
        "`direction` is `positive` (a rise is good, the default) or `negative`; `over` names `index` or `indicators`.",
        "`direction` 取 `positive`（正向，数值上升为好，默认）或 `negative`（逆向）；"
        "`over` 后面写 `index` 或 `indicators`。",
    ),
    bad=HEADER + METHOD + "index total {\n  a direction down\n}\n",
)

OVER = ("index", "indicators")
NOTHING = "none"  # what an imputation or a treatment is called that does nothing, where one is handed down


@dataclass(slots=True)
class NodeBuilder:
    """Builds the nodes of one file; `link_of` holds the link that covers each node."""

    file: tree.File
    found: Collector
    names: Names
    binder: Binder
    stated: Stated
    link_of: dict[str, MethodCall | None]
    built: dict[str, Node | None] = field(default_factory=dict)
    weigher: Weigher = field(init=False)

    def __post_init__(self) -> None:
        """Make what weighs children."""
        self.weigher = Weigher(self.file, self.found, self.names)

    def nodes(self) -> dict[str, Node]:
        """Return the nodes by name; where one cannot be built, a diagnostic says why."""
        for prop in self.stated.method.values():
            self.binder.bind(prop)
        self.stated.report_unstated()
        for name in (*self.names.roots, *self.names.definitions):
            self._build(name)
        return {name: node for name, node in self.built.items() if node is not None}

    def _build(self, name: str) -> Node | None:
        """Return a node, or None where it has errors; what can be checked is checked all the same."""
        if name not in self.built:
            heading = self.names.definitions[name]
            if heading.children is None:
                self.built[name] = self._indicator(heading)
            else:
                children = [self._build(child.name.text) for child in heading.children]
                self.built[name] = self._composite(heading, children)
        return self.built[name]

    def _call(self, own: dict[Key, tree.Property], key: Key) -> MethodCall | None:
        prop = own.get(key)
        return self.binder.bind(prop) if prop else None

    def _indicator(self, heading: tree.Node) -> Indicator | None:
        name = heading.name.text
        own, inherited = self.stated.own[name], self.stated.inherited.get(name, {})
        late = name in self.stated.late
        filled = {key: prop for key, prop in inherited.items() if key[0] == "impute"}
        for key, prop in own.items() if late else ():
            if key[0] in {"impute", "treat", "link"}:
                self.stated.misplaced(name, "late" if key[0] == "link" else "formula", prop)
        imputations = {} if late else {key[1]: self.binder.bind(prop) for key, prop in filled.items()}
        treated = None if late else (inherited if self.stated.is_scored(name) else own).get(("treat", ""))
        pipeline = (own if late or not self.stated.is_scored(name) else inherited).get(("normalise", ""))
        normalise = self.binder.bind(pipeline) if pipeline else None
        where, steps = (self.binder.condition(pipeline.where), self.binder.steps(pipeline)) if pipeline else (None, ())
        treat = self._treatments(treated) if treated else ()
        convert, across = (self._call(own, (word, "")) for word in ("convert", "across"))
        if pipeline is None and not self.stated.is_normalised(name):
            normalise = self.binder.default("normalise", "none")
        written = formula_of(heading)
        formula = self.binder.formulas.formula(written) if written is not None else None
        said = labels(self.file, self.found, heading.labels, ALLOWED["indicator"])
        negative = self._negative(own)
        if normalise is not None and negative and name not in self.names.roots:
            check_reversal(self.found, name, normalise, self.file.span(heading.name))
        if normalise is None or (written is not None and formula is None):
            return None
        return Indicator(
            name=name,
            labels=said,
            unit=text_of(own, "unit"),
            source=text_of(own, "source"),
            note=text_of(own, "note"),
            code=text_of(own, "code"),
            negative=negative,
            impute={place: call for place, call in imputations.items() if call and call.method.name != NOTHING},
            normalise=normalise,
            link=None if late and pipeline is None else self.link_of.get(name),
            span=self.file.span(heading.name),
            formula=formula,
            where=where,
            steps=with_ends(self.found, normalise, steps),
            treat=treat,
            convert=convert,
            across=across,
        )

    def _treatments(self, prop: tree.Property) -> tuple[Step, ...]:
        """Return what is done about outliers, in order; nothing where that is what is stated."""
        first, where = self.binder.bind(prop), self.binder.condition(prop.where)
        steps = self.binder.steps(prop)
        stated = (Step(first, where), *steps) if first else steps
        return tuple(step for step in stated if step.call.method.name != NOTHING)

    def _composite(self, heading: tree.Node, children: list[Node | None]) -> Composite | None:
        name = heading.name.text
        role = "root" if name in self.names.roots else "composite"
        own = self.stated.own[name]
        stated = self.stated.method | own
        unweighted = self.stated.is_unweighted(name)
        weighting = self._call(own if unweighted else stated, ("weighting", ""))
        if unweighted and ("weighting", "") not in own:
            weighting = self.binder.default("weighting", "as_written")
        aggregate = self._call(stated, ("aggregate", ""))
        missing = self._call(stated, ("missing", "")) or self.binder.default("missing", "error")
        said = labels(self.file, self.found, heading.labels, ALLOWED[role])
        negative = self._negative(own)
        pipeline = stated.get(("aggregate", ""))
        over = self._over(pipeline) if pipeline else ""
        steps = with_ends(self.found, None, self.binder.steps(pipeline)) if pipeline else ()
        weighed = self.weigher.weigh(weighting, heading) if weighting else ()
        whole = [child for child in children if child is not None]
        if weighting is None or aggregate is None or len(whole) < len(children):
            return None
        place = self.file.span(heading.name)
        check_weighting(self.found, weighting, aggregate, place, over_index=over == "index")
        if over == "indicators" and not weighting.method.computed:
            check_past_levels(
                self.found, aggregate, self._below([child for child in whole if isinstance(child, Composite)])
            )
        scale = Scale.GROWTH  # over the index, whatever steps make of the level
        if over != "index":
            asked = [child for child, part in zip(whole, weighed, strict=True) if part.weight]
            combined = asked if over == "" else self._indicators_below(asked)
            scale = after_steps(combine_scale(self.found, aggregate, weighting, combined), steps)
        return Composite(
            name=name,
            labels=said,
            source=text_of(own, "source"),
            note=text_of(own, "note"),
            negative=negative,
            weighting=weighting,
            aggregate=aggregate,
            over=over,
            missing=missing,
            link=self.link_of.get(name),
            children=weighed,
            scale=scale,
            span=place,
            steps=steps,
            code=text_of(own, "code"),
        )

    def _below(self, composites: list[Composite]) -> list[Composite]:
        """Return composites and those below them, each once."""
        found: dict[str, Composite] = {}
        waiting = list(composites)
        while waiting:
            composite = waiting.pop()
            found[composite.name] = composite
            children = (self.built[child.name] for child in composite.children)
            waiting.extend(child for child in children if isinstance(child, Composite))
        return list(found.values())

    def _indicators_below(self, nodes: list[Node]) -> list[Node]:
        below: dict[str, Node] = {}
        waiting = list(reversed(nodes))
        while waiting:
            node = waiting.pop()
            if isinstance(node, Composite):
                children = (self.built[child.name] for child in reversed(node.weighing))
                waiting.extend(child for child in children if child is not None)
            else:
                below[node.name] = node
        return list(below.values())

    def _negative(self, own: dict[Key, tree.Property]) -> bool:
        prop = own.get(("direction", ""))
        if prop is None or not isinstance(prop.value, tree.Word):
            return False
        word = prop.value
        if word.text not in {"positive", "negative"}:
            directions = Wording("write `positive` or `negative`", "请写 `positive`（正向）或 `negative`（逆向）")
            help_ = did_you_mean(word.text, ("positive", "negative"), otherwise=directions)
            message = Wording(f"there is no direction `{word.text}`", f"没有 `{word.text}` 这种指标方向")
            self.found.add(WORD, message, self.file.span(word), help=help_)
        return word.text == "negative"

    def _over(self, aggregate: tree.Property) -> str:
        over = aggregate.over
        if over is None:
            return ""
        if over.text not in OVER:
            self.found.add(
                WORD,
                Wording(f"an aggregation cannot run over `{over.text}`", f"不能对 `{over.text}` 进行合成"),
                self.file.span(over),
                help=did_you_mean(
                    over.text,
                    OVER,
                    otherwise=Wording(
                        "`over index` combines the children's index levels, `over indicators` the indicators below; "
                        "without `over` the children's scores are combined",
                        "`over index` 合成下级的指数水平，`over indicators` 合成其下的末级指标；"
                        "不写 `over` 则合成下级的得分",
                    ),
                ),
            )
        return over.text
