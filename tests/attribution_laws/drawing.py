"""Draw a framework and its data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attribution_laws.drafts import Draft, Node, Said
from attribution_laws.menu import Menu
from attribution_laws.tables import Data

if TYPE_CHECKING:
    from random import Random

ENTITIES = ("A", "B", "C", "D", "河北")
LETTERS = ("a", "b", "c", "d", "e")
PLACES = ("gaps", "latest", "earliest", "rest")


def draw_data(draw: Random, *, growth: bool) -> Data:
    """Draw the rows of data, which have no numbers yet."""
    entities: list[str | None] = list(ENTITIES[: draw.choice((2, 3, 3, 4, 4, 5))])
    length = draw.choice((1, 2, 2, 3, 3, 4)) + growth
    periods: list[str | None] = [str(2019 + place) for place in range(length)]
    if draw.random() < 0.06:
        entities = [None]
    elif draw.random() < 0.04 and not growth:
        periods = [None]
    data = Data(entities, periods)
    if entities != [None]:
        for group in ("region", "size")[: draw.choice((0, 1, 1, 1, 2))]:
            data.groups[group] = {entity: draw.choice(("n", "n", "m")) for entity in entities}
    return data


def menu_of(draw: Random, draft: Draft, data: Data, *, growth: bool) -> Menu:
    """Return what can be said in a framework."""
    leaves = [node.name for node in draft.indicators()]
    return Menu(
        draw,
        growth=growth,
        periods=data.periods,
        entities=data.entities,
        groups=list(draft.groups),
        columns=list(draft.measured()),
        indicators=leaves,
        composites=[node.name for node in draft.composites()],
        made=list(draft.made),
    )


def draw_tree(draw: Random) -> list[Node]:
    """Draw the trees: composites of composites, several roots, nodes that stand in several places."""
    leaves = [Node(name) for name in LETTERS[: draw.choice((2, 2, 3, 3, 4))]]
    roots = [Node("total", {}, leaves)]
    if len(leaves) > 2 and draw.random() < 0.5:
        roots[0].children = [*leaves[:-2], Node("p", {}, leaves[-2:])]
    if draw.random() < 0.2:
        shared = [Node(leaf.name, again=True) for leaf in draw.sample(leaves, 2)]
        roots.append(Node("other", {}, shared))
    return roots


def draw_draft(draw: Random, data: Data, *, growth: bool) -> Draft:
    """Draw a framework for data."""
    draft = Draft(roots=draw_tree(draw), groups={group: {} for group in data.groups})
    if draw.random() < 0.45:
        draft.series = {name: {} for name in ("s", "t")[: draw.choice((1, 2))]}
    menu = menu_of(draw, draft, data, growth=growth)
    leaves = draft.indicators()
    for leaf in leaves[:-1] if draw.random() < 0.35 else ():
        if draw.random() < 0.6 and len(menu.columns) > 1:
            leaf.said["formula"] = _formula(menu, draft, leaf.name)
            menu = menu_of(draw, draft, data, growth=growth)
    if draw.random() < 0.15 and None not in (*data.entities, *data.periods) and data.groups:
        _make_entity(draw, draft, data)
    draft.method = _method(draw, menu_of(draw, draft, data, growth=growth))
    _headings(draw, draft, menu_of(draw, draft, data, growth=growth))
    if draw.random() < 0.15:
        late = menu_of(draw, draft, data, growth=growth).late()
        if draw.random() < 0.5:
            draft.roots.append(Node("late", {"formula": late}))
        else:
            draft.aside["late"] = {"formula": late}
            draft.roots.append(
                Node("last", {"aggregate": "arithmetic", "weighting": "equal"}, [Node("late", again=True)])
            )
    if draw.random() < 0.1:  # an index of its own, which is chained where the others are
        draft.roots.append(Node("own", {"formula": menu_of(draw, draft, data, growth=growth).formula()}))
    return draft


def _formula(menu: Menu, draft: Draft, name: str) -> str:
    menu.columns = [column for column in draft.measured() if column != name]
    return menu.formula()


def _make_entity(draw: Random, draft: Draft, data: Data) -> None:
    group = draw.choice(list(data.groups))
    draft.made["East"] = {"where": draw.choice((f'{group} is "n"', f'{group} is "m"', 'entity is not "A"'))}
    measured = draft.measured()
    for name, said in measured.items():
        said["across"] = across(draw, [other for other in measured if other != name])


def across(draw: Random, others: list[str]) -> str:
    """Draw how a column is put together."""
    weighed = [f"mean(weights = {draw.choice(others)})"] if others else []
    return draw.choice(["sum", "mean", *weighed])


def _method(draw: Random, menu: Menu) -> Said:
    said: Said = {}
    if menu.dated and draw.random() < 0.3:
        said["periods"] = menu.span() if menu.growth or draw.random() < 0.8 else f"{menu.period()}"
        if ".." not in said["periods"]:
            said["periods"] = f"{said['periods']}..{said['periods']}"
    if draw.random() < 0.3:
        said["entities"] = f"where {menu.condition()}"
    for place in PLACES:
        if draw.random() < (0.2 if menu.dated else 0.0) or (place == "rest" and draw.random() < 0.2):
            said[f"impute {place}"] = menu.impute(place)
    if draw.random() < 0.12:
        said["treat"] = menu.treat()
    said["normalise"] = menu.normalise()
    said["weighting"] = menu.weighting()
    said["aggregate"] = menu.aggregate()
    said["missing"] = menu.missing()
    if menu.growth:
        said["link"] = f"chain(base = {menu.period()}, value = 100)"
    return said


def _headings(draw: Random, draft: Draft, menu: Menu) -> None:
    _of_composites(draw, draft, menu)
    for leaf in draft.indicators():
        if draw.random() < 0.1 and not menu.growth:
            leaf.said["normalise"] = menu.normalise()
        if draw.random() < 0.15:
            leaf.said["direction"] = "negative"
        if draw.random() < 0.15:
            place = draw.choice(PLACES)
            leaf.said[f"impute {place}"] = menu.impute(place)
    for name, said in draft.measured().items():
        if draw.random() < 0.06 and menu.dated:
            said["convert"] = draw.choice(("sum", "mean", "last", "first"))
        if draw.random() < 0.1:
            said["unit"] = draw.choice(("%", "km"))
        if draw.random() < 0.05:
            said["code"] = f'"{name.upper()}X"'


def _of_composites(draw: Random, draft: Draft, menu: Menu) -> None:
    for node in draft.composites():
        for word in ("weighting", "aggregate", "normalise", "missing"):
            if draw.random() < 0.12 and not (word == "normalise" and menu.growth):
                node.said[word] = getattr(menu, word)()
        if draw.random() < 0.15 and "weighting" not in node.said and node.children:
            node.said["weighting"] = "relative"
            for child in node.children:
                child.said["weight"] = draw.choice(("1", "2", "3"))
    for root in draft.roots:
        if draw.random() < 0.08 and root.children is not None:
            root.said["direction"] = "negative"


def draw_numbers(draw: Random, draft: Draft, data: Data) -> None:
    """Draw the numbers of all columns that have none."""
    holes = draw.choice((0.0, 0.0, 0.0, 0.08, 0.2))
    style = draw.choice(("plain", "plain", "plain", "ties", "zeros", "negative"))
    for name, said in draft.measured().items():
        if not any(cell[0] == name for cell in (*data.cells, *data.fine)):
            data.fill(draw, name, fine="convert" in said, style=style, holes=holes)
