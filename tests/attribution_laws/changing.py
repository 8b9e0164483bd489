"""Changes of what a framework says, as a version would make them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attribution_laws.drafts import Draft, Node
from attribution_laws.drawing import PLACES, across, menu_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from attribution_laws.menu import Menu
    from attribution_laws.tables import Data

    Changing = Callable[["Change"], bool]


class Change:
    """A framework and its data to be changed; `menu` is what can be said of them now."""

    def __init__(self, draw: Random, draft: Draft, data: Data, *, growth: bool) -> None:
        """Keep what is changed."""
        self.draw, self.draft, self.data, self.growth = draw, draft, data, growth

    @property
    def menu(self) -> Menu:
        """What can be said."""
        return menu_of(self.draw, self.draft, self.data, growth=self.growth)

    def fresh(self) -> str:
        """Return a name that is free."""
        return next(name for name in ("x", "y", "z", "v", "w", "u") if name not in self.draft.names())


def entities(change: Change) -> bool:
    """Say otherwise which rows there are."""
    if "entities" in change.draft.method and change.draw.random() < 0.4:
        del change.draft.method["entities"]
    else:
        change.draft.method["entities"] = f"where {change.menu.condition()}"
    return True


def periods(change: Change) -> bool:
    """Say otherwise which periods there are."""
    if not change.menu.dated:
        return False
    if "periods" in change.draft.method and change.draw.random() < 0.4:
        del change.draft.method["periods"]
        return True
    span = change.menu.span()
    change.draft.method["periods"] = span if ".." in span else f"{span}..{span}"
    return True


def of_method(change: Change) -> bool:
    """Say something else in the method block."""
    words = [
        "normalise",
        "weighting",
        "aggregate",
        "normalise",
        "missing",
        "treat",
        *(f"impute {each}" for each in PLACES),
    ]
    word = change.draw.choice(words)
    said = change.draft.method
    optional = word.startswith(("impute", "treat"))
    if optional and word in said and change.draw.random() < 0.4:
        del said[word]
        return True
    keyword, _, place = word.partition(" ")
    said[word] = change.menu.impute(place) if place else getattr(change.menu, keyword)()
    if "link" in said:  # the link stands last
        said["link"] = said.pop("link")
    return True


def of_heading(change: Change) -> bool:
    """Say something else of a node."""
    node = change.draw.choice([node for node in change.draft.nodes() if not node.again])
    if node.children is None:
        words = ["direction", "normalise", f"impute {change.draw.choice(PLACES)}"]
    else:
        words = [
            "weighting",
            "aggregate",
            "normalise",
            "missing",
            *(["direction"] if node in change.draft.roots else []),
        ]
    word = change.draw.choice(words)
    if (word == "normalise" and change.growth) or "formula" in node.said:
        return False
    if word in node.said and change.draw.random() < 0.6:
        del node.said[word]
        return True
    keyword, _, place = word.partition(" ")
    if keyword == "direction":
        node.said[word] = "negative"
    else:
        node.said[word] = change.menu.impute(place) if place else getattr(change.menu, keyword)()
    return True


def weight(change: Change) -> bool:
    """Weigh a child otherwise."""
    composites = [node for node in change.draft.composites() if len(node.children or ()) > 1]
    if not composites:
        return False
    node = change.draw.choice(composites)
    child = change.draw.choice(node.children or [])
    if node.said.get("weighting") == "relative":
        child.said["weight"] = change.draw.choice(("5", "4", "1/2"))
    elif "weight" in child.said:
        del child.said["weight"]
    else:
        child.said["weight"] = change.draw.choice(("20%", "60%", "0"))
    return True


def link(change: Change) -> bool:
    """Link to another base."""
    if not change.growth:
        return False
    change.draft.method["link"] = f"chain(base = {change.menu.period()}, value = {change.draw.choice((100, 1000))})"
    return True


def formula(change: Change) -> bool:
    """Compute an indicator otherwise, or from data in the place of a formula."""
    leaf = change.draw.choice(change.draft.indicators())
    if leaf.said.get("formula", "").count("."):
        return False
    if "formula" in leaf.said and change.draw.random() < 0.25:
        del leaf.said["formula"]
        return True
    menu = change.menu
    menu.columns = [column for column in menu.columns if column != leaf.name]
    if not menu.columns:
        return False
    for word in ("convert", "across", "code"):
        leaf.said.pop(word, None)
    leaf.said["formula"] = menu.formula()
    return True


def add(change: Change) -> bool:
    """Add an indicator."""
    node = change.draw.choice(change.draft.composites())
    new = Node(change.fresh())
    if change.draft.made:
        new.said["across"] = across(change.draw, list(change.draft.measured()))
    if node.said.get("weighting") == "relative":
        new.said["weight"] = "2"
    if change.draw.random() < 0.3 and change.menu.columns:
        new.said = {key: value for key, value in new.said.items() if key != "across"} | {
            "formula": change.menu.formula()
        }
    node.children = [*(node.children or ()), new]
    return True


def remove(change: Change) -> bool:
    """Remove a node, and where it stands again."""
    leaves = [node for node in change.draft.nodes() if node.name not in {root.name for root in change.draft.roots}]
    if not leaves:
        return False
    gone = {node.name for node in change.draw.choice(leaves).below()}
    for composite in change.draft.composites():
        composite.children = [child for child in composite.children or () if child.name not in gone]
    return all(node.children for node in change.draft.composites())


def move(change: Change) -> bool:
    """Move a node to another composite, or let it stand in one more."""
    composites = change.draft.composites()
    if len(composites) < 2:
        return False
    source, target = change.draw.sample(composites, 2)
    if not source.children or (target in source.below() and len(source.children) < 2):
        return False
    node = change.draw.choice(source.children)
    if node.name in {child.name for child in target.children or ()} or node is target or target in node.below():
        return False
    if change.draw.random() < 0.35:
        target.children = [*(target.children or ()), Node(node.name, again=True)]
        return True
    source.children = [child for child in source.children or () if child is not node]
    if target.said.get("weighting") != "relative":
        node.said.pop("weight", None)
    target.children = [*(target.children or ()), node]
    return bool(source.children)


def wrap(change: Change) -> bool:
    """Put two children into a composite of their own."""
    node = change.draw.choice(change.draft.composites())
    children = node.children or []
    if len(children) < 3 or node.said.get("weighting") == "relative":
        return False
    node.children = [*children[:-2], Node(change.fresh(), {}, children[-2:])]
    return True


def root(change: Change) -> bool:
    """Add an index of nodes that exist, or take one away."""
    roots = change.draft.roots
    if (
        len(roots) > 1
        and change.draw.random() < 0.5
        and all(node.again for node in roots[-1].below() if node.children is None)
    ):
        roots.pop()
        return True
    leaves = change.draft.indicators()
    chosen = change.draw.sample(leaves, min(2, len(leaves)))
    roots.append(Node(change.fresh(), {}, [Node(leaf.name, again=True) for leaf in chosen]))
    return True


def made(change: Change) -> bool:
    """Make another entity of others, or one no more, or of other members, or put it together otherwise."""
    draft, draw = change.draft, change.draw
    groups = list(change.data.groups)
    if not groups or None in change.data.periods:
        return False
    measured = draft.measured()
    if draft.made and draw.random() < 0.5:
        said = measured[draw.choice(list(measured))]
        said["across"] = across(draw, list(measured))
        return True
    if draft.made and draw.random() < 0.4:
        draft.made = {}
        for said in measured.values():
            said.pop("across", None)
        return True
    draft.made["East"] = {"where": draw.choice((f'{groups[0]} is "n"', f'{groups[-1]} is "m"', 'entity is not "B"'))}
    for name, said in measured.items():
        said.setdefault("across", across(draw, [other for other in measured if other != name]))
    return True


def late(change: Change) -> bool:
    """Add an index that is computed from results."""
    change.draft.roots.append(Node(change.fresh(), {"formula": change.menu.late()}))
    return True


def rename(change: Change) -> bool:
    """Call a node otherwise."""
    leaf = change.draw.choice(change.draft.indicators())
    if any(leaf.name in value for said in change.draft.all_said() for value in said.values()):
        return False
    old, new = leaf.name, change.fresh()
    for node in change.draft.nodes():
        if node.name == old:
            node.name = new
    for cells in (change.data.cells, change.data.fine):
        for name, entity, period in [cell for cell in cells if cell[0] == old]:
            cells[new, entity, period] = cells.pop((name, entity, period))
    return True


CHANGES: dict[str, tuple[int, Changing]] = {
    "entities": (5, entities),
    "periods": (3, periods),
    "method": (5, of_method),
    "heading": (3, of_heading),
    "weight": (2, weight),
    "link": (1, link),
    "formula": (2, formula),
    "add": (2, add),
    "remove": (2, remove),
    "move": (2, move),
    "wrap": (1, wrap),
    "root": (1, root),
    "made": (2, made),
    "late": (1, late),
    "rename": (1, rename),
}
