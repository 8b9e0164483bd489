"""From a syntax tree to a framework: the passes in their order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from idx import model
from idx.diagnostics import Collector, Outcome, Rule, Wording
from idx.methods.values import Scale
from idx.model import beside, conditions
from idx.resolve.bind import Binder
from idx.resolve.columns import column_of
from idx.resolve.example import GROWTH, HEADER, INDEX
from idx.resolve.expectations import Known, resolve_expectations, resolve_tables
from idx.resolve.foreign import report_failure
from idx.resolve.formulas import FormulaBinder
from idx.resolve.made import check_across, made_entities
from idx.resolve.names import bind_names
from idx.resolve.nodes import NodeBuilder
from idx.resolve.reading import EXPRESSIONS
from idx.resolve.references import check_references
from idx.resolve.scales import SHARED_LINK, check_columns, check_over_index, link_form
from idx.resolve.stated import Stated
from idx.resolve.statements import labels, sort_statements

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idx.formula.expression import Formula
    from idx.model import Expectation, Framework, MethodCall, Node
    from idx.period import Periods
    from idx.resolve.names import Names
    from idx.resolve.statements import Statements
    from idx.syntax import tree

BASE = Rule(
    "IDX218",
    Wording("a base period that is not evaluated", "基期不在计算范围内"),
    Wording(
        "An index starts from its base period, so that period must be one that the framework evaluates.",
        "指数从基期起算，因此基期必须是指标体系要计算的时期之一。",
    ),
    bad=HEADER + GROWTH.replace("{\n", "{\n  periods 2021..2024\n", 1) + INDEX,
)


def resolve(file: tree.File) -> Outcome[Framework]:
    """Return the framework that a file states, or every error of names, structure and methods in it."""
    found, bound = Collector(), dict[int, "MethodCall | None"]()
    try:
        return _resolve(file, found, bound)
    except Exception as error:  # what a method of another distribution raises
        if not report_failure(found, error, ((call.method, call.span) for call in bound.values() if call)):
            raise
        return found.outcome(None)


def _resolve(file: tree.File, found: Collector, bound: dict[int, MethodCall | None]) -> Outcome[Framework]:
    statements = sort_statements(file, found)
    names = bind_names(file, found, statements)
    if any(item.code in {"IDX006", "IDX103"} for item in found.items) or not names.roots:
        return found.outcome(None)
    formulas = FormulaBinder(file, found, names.kinds(), names.late())
    groups, series = (_columns(names, keyword) for keyword in ("group", "series"))
    binder = Binder(file, found, formulas, groups, series, measured=names.measured(), bound=bound)
    columns = {
        name: column_of(file, found, column, binder)
        for name, column in names.columns.items()
        if column.keyword != "entity"
    }
    made = made_entities(file, found, names.columns.values(), formulas)
    entities = _entities(formulas, statements)
    links = _links(binder, statements, names, found)
    stated = Stated(file, found, names, statements.method, formulas.late)
    nodes = NodeBuilder(file, found, names, binder, stated, links).nodes()
    known = Known(frozenset(names.definitions), statements.periods)
    expectations = resolve_expectations(file, found, known, statements.expectations)
    expected_tables = resolve_tables(file, found, statements.tables)
    header = statements.headers.get("framework")
    said = labels(file, found, header.labels, ()) if header else {}
    if found.failed:
        return found.outcome(None)
    also = [*(entities.reads if entities else ()), *(expectation.node for expectation in expectations)]
    needed = _needed(names, nodes, also)
    unused = tuple((name, node.span) for name, node in nodes.items() if name not in needed)
    nodes = {name: nodes[name] for name in needed}
    nodes = _form_links(found, names, nodes)
    check_over_index(found, nodes)
    check_columns(found, nodes)
    _check_bases(found, statements.periods, nodes)
    check_references(found, statements.periods, nodes.values())
    framework = _framework(file, statements, nodes, said, expectations)
    beyond = replace(
        framework, columns=columns, made=made, entities=entities, expected_tables=expected_tables, unused=unused
    )
    check_across(found, made, beyond.measured)
    return found.outcome(beyond)


def _columns(names: Names, keyword: str) -> frozenset[str]:
    return frozenset(name for name, column in names.columns.items() if column.keyword == keyword)


def _entities(formulas: FormulaBinder, statements: Statements) -> Formula | None:
    stated = statements.entities
    if stated is None or not isinstance(stated.value, EXPRESSIONS):
        return None
    return formulas.condition(stated.value)


def _needed(names: Names, nodes: dict[str, Node], also: Iterable[str]) -> dict[str, None]:
    """Return the nodes of the trees in their order, and behind them what they read or are filled from, and `also`."""
    found = dict.fromkeys(names.tree_order())
    waiting = [*found, *(name for name in also if name in nodes)]
    while waiting:
        name = waiting.pop()
        found.setdefault(name)
        read = [*names.reads[name], *(other for where in conditions(nodes[name]) for other in where.reads)]
        read += beside(nodes[name])
        waiting.extend(other for other in read if other in nodes and other not in found)
    return found


def _links(binder: Binder, statements: Statements, names: Names, found: Collector) -> dict[str, MethodCall | None]:
    """Return the link that covers each node: its root's own, else that of `method`."""
    covering: dict[str, MethodCall | None] = {}
    late = binder.formulas.late
    for root in names.roots:
        own = {prop.keyword: prop for prop in names.definitions[root].properties}
        prop = own.get("link") or statements.method.get(("link", ""))
        link = binder.bind(prop) if prop else None
        if root in late:
            continue
        for name in _below(names, root):
            if covering.setdefault(name, link) != link:
                found.add(
                    SHARED_LINK,
                    Wording(
                        f"`{name}` stands under trees that are linked differently",
                        f"`{name}` 同时位于几棵指标树下，而这些树的链接方式不同",
                    ),
                    binder.file.span(names.definitions[name].name),
                    help=Wording("give both roots the same `link`", "请为这些树的总指数写相同的 `link`"),
                )
    return covering


def _below(names: Names, root: str) -> set[str]:
    seen: set[str] = set()
    waiting = [root]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(child.name.text for child in names.children(name))
    return seen


def _form_links(found: Collector, names: Names, nodes: dict[str, Node]) -> dict[str, Node]:
    """Fill in, root by root, the growth form that each link undoes; composites of scores have nothing to chain."""
    formed = dict(nodes)
    for root in names.roots:
        node = nodes[root]
        if node.link is None:
            continue
        below = _below(names, root)
        link = link_form(found, node.link, node, (nodes[name] for name in nodes if name in below))
        for name in below:
            chained = isinstance(nodes[name], model.Indicator) or nodes[name].scale is Scale.GROWTH
            known = formed[name].link
            if known is not None and not (chained and known == link):  # trees that share a node are linked alike
                formed[name] = replace(formed[name], link=link if chained else None)
    return formed


def _check_bases(found: Collector, periods: Periods | None, nodes: dict[str, Node]) -> None:
    if periods is None:
        return
    links = {id(node.link): node.link for node in nodes.values() if node.link}
    levels = {id(node.normalise): node.normalise for node in nodes.values() if isinstance(node, model.Indicator)}
    for call in (links | levels).values():
        if "base" not in call.arguments:
            continue
        base: Periods = call.arguments["base"]
        if base.first.frequency != periods.first.frequency or base.first < periods.first or base.last > periods.last:
            found.add(
                BASE,
                Wording(
                    f"the base {base} is not among the periods {periods}",
                    f"基期 {base} 不在计算期 {periods} 之内",
                ),
                call.span,
                help=Wording(
                    "choose a base within `periods`, or widen `periods`",
                    "请在 `periods` 范围内选择基期，或扩大 `periods` 的范围",
                ),
            )
            return


def _framework(
    file: tree.File,
    statements: Statements,
    nodes: dict[str, Node],
    said: dict[str, str],
    expectations: tuple[Expectation, ...],
) -> Framework:
    headers = statements.headers
    texts = {keyword: header.text.text for keyword, header in headers.items() if header.text}
    title = headers.get("framework")
    return model.Framework(
        name=title.name.text if title and title.name else "",
        labels=said,
        version=texts.get("version", ""),
        source=texts.get("source"),
        note=texts.get("note"),
        data=tuple(statements.data),
        renamed=tuple(statements.renamed),
        periods=statements.periods,
        nodes=nodes,
        roots=tuple(dict.fromkeys(root.name.text for root in statements.roots)),
        expectations=expectations,
        text=file.source,
    )
