"""What differs between two versions, as changes that a methodologist would name: a node added, moved, a value set."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from itertools import groupby
from typing import TYPE_CHECKING, Literal, TypeAlias

from idx.edits.facts import FRAMEWORK, OUTSIDE, ROOT, Key, Stated, home_of, places_in
from idx.edits.meaning import same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from idx.edits.facts import Fact
    from idx.syntax import tree

Verb: TypeAlias = Literal[
    "add",
    "remove",
    "replace",
    "move",
    "put",
    "take",
    "home",
    "rename",
    "rename entity",
    "set",
    "expect",
    "revise",
    "rescale",
    "extend",
    "shorten",
    "arrive",
    "depart",
]
OF_DATA: tuple[Verb, ...] = ("revise", "rescale", "extend", "shorten", "arrive", "depart")


class Kind(IntEnum):
    """What sort of change it is, from what touches no number to what changes the tree itself."""

    COSMETIC = 0
    DOCUMENTATION = 1
    DATA = 2
    METHOD = 3
    STRUCTURE = 4


OF_FACTS = {"set", "home", "rename entity", "expect", *OF_DATA}  # of the kind of what they change
METHOD_PROPERTIES = {
    *("formula", "direction", "impute", "treat", "normalise", "weighting", "aggregate", "missing", "link"),
    *("convert", "across", "where"),
}
DATA_PROPERTIES = {"unit", "code"}


@dataclass(frozen=True, slots=True)
class Change:
    """A change of facts: `old` and `new` hold the same keys, with None where nothing is stated.

    `subject` is the node that it is about, or the framework; `because` the reason that an edit gives for it.
    """

    verb: Verb
    subject: str
    old: Mapping[Key, Fact | None]
    new: Mapping[Key, Fact | None]
    because: tree.Text | None = None

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys of the facts that change."""
        return tuple(self.old)

    @property
    def kind(self) -> Kind:
        """What sort of change it is."""
        return max(map(_kind, self.old)) if self.verb in OF_FACTS else Kind.STRUCTURE

    @property
    def counts(self) -> bool:
        """Whether it can change a value: names, texts and where data come from cannot, only what the data say."""
        return self.verb not in {"rename", "rename entity"} and any(map(_counts, self.old))

    def inverted(self) -> Change:
        """Return the change that takes this one back."""
        verbs: dict[Verb, Verb] = {"add": "remove", "put": "take", "extend": "shorten", "arrive": "depart"}
        verbs |= {other: verb for verb, other in verbs.items()}
        return Change(verbs.get(self.verb, self.verb), self.subject, self.new, self.old)


def _kind(key: Key) -> Kind:
    match key.kind:
        case "weight" | "method" | "home":
            return Kind.METHOD
        case "data" | "cells" | "rows":
            return Kind.DATA
        case "property" if key.word in METHOD_PROPERTIES:
            return Kind.METHOD
        case "property" if key.word in DATA_PROPERTIES:
            return Kind.DATA
        case _:
            return Kind.DOCUMENTATION


def _counts(key: Key) -> bool:
    return key.kind in {"method", "home", "weight", "place", "cells", "rows", "node"} or (
        key.kind == "property" and key.word in {*METHOD_PROPERTIES, "code"}
    )


def differences(before: Stated, after: Stated) -> tuple[Change, ...]:
    """Return what makes `after` of `before`; both know their nodes by the same identities (see `rebased`)."""
    keys = [key for key in dict.fromkeys((*before.facts, *after.facts)) if _differs(key, before, after)]
    return _Sorting(before, after, keys).changes()


def _differs(key: Key, before: Stated, after: Stated) -> bool:
    old, new = before.facts.get(key), after.facts.get(key)
    if key.kind == "place":
        return (old is None) != (new is None)
    return old is not new and not same(old, new)


class _Sorting:
    """Puts differing facts together into changes."""

    def __init__(self, before: Stated, after: Stated, keys: Sequence[Key]) -> None:
        self.before, self.after = before, after
        self.left = dict.fromkeys(keys)
        self.found: list[Change] = []

    def changes(self) -> tuple[Change, ...]:
        self._nodes()
        self._places()
        for key in [key for key in self.left if key.kind == "name"]:
            self._take("rename", key.subject, [key])
        for key in [key for key in self.left if key.kind == "entity"]:
            self._take("rename entity", FRAMEWORK, [key])
        self._data()
        for key in list(self.left):
            whole = key.kind == "home"
            self._take("home" if whole else "set", FRAMEWORK if key.kind in OF_THE_FILE else key.subject, [key])
        return tuple(self.found)

    def _take(self, verb: Verb, subject: str, keys: Iterable[Key]) -> None:
        taken = [key for key in keys if key in self.left]
        for key in taken:
            del self.left[key]
        old = {key: self.before.facts.get(key) for key in taken}
        new = {key: self.after.facts.get(key) for key in taken}
        reasons = (self.after.reasons.get(key) for key in taken)
        self.found.append(Change(verb, subject, old, new, next((because for because in reasons if because), None)))

    def _nodes(self) -> None:
        """Find nodes that come, go, or become something else; what comes or goes inside another goes with it."""
        by_subject: dict[str, list[Key]] = {}
        for key in self.left:
            if key.kind not in OF_THE_FILE:
                by_subject.setdefault(key.subject, []).append(key)
        verbs = {key.subject: self._verb(key) for key in self.left if key.kind == "node"}
        for verb, side in (("add", self.after), ("remove", self.before)):
            places = places_in(side.facts)
            chosen = [identity for identity in verbs if verbs[identity] == verb]
            homes = {identity: home_of(side.facts, identity, places[identity]) for identity in chosen}
            within: dict[str, list[str]] = {}
            for identity in chosen:
                within.setdefault(_outermost(identity, homes), []).append(identity)
            for top, inside in within.items():
                self._take(verb, top, [key for identity in inside for key in by_subject[identity]])  # type: ignore[arg-type]
        for identity in [identity for identity in verbs if verbs[identity] == "replace"]:
            self._take("replace", identity, by_subject[identity])

    def _verb(self, key: Key) -> Verb:
        if key not in self.before.facts:
            return "add"
        return "replace" if key in self.after.facts else "remove"

    def _places(self) -> None:
        """Find nodes that stand elsewhere: one place for another is a move."""
        moved = sorted((key for key in self.left if key.kind == "place"), key=lambda key: key.subject)
        for identity, keys in groupby(moved, key=lambda key: key.subject):
            places = list(keys)
            gone = [key for key in places if key in self.before.facts]
            come = [key for key in places if key in self.after.facts]
            if len(gone) == len(come) == 1 and not {gone[0].word, come[0].word} & {OUTSIDE} and come[0].word != ROOT:
                weights = self._moved_weights(identity, gone[0].word, come[0].word)
                self._take("move", identity, [*gone, *come, *weights, Key("home", identity)])
                continue
            for verb, chosen in (("take", gone), ("put", come)):
                for key in chosen:
                    weight = Key("weight", identity, key.word)
                    self._take(verb, identity, [key, weight, Key("home", identity)])  # type: ignore[arg-type]

    def _moved_weights(self, identity: str, source: str, target: str) -> list[Key]:
        """Return the weights that go along with a move."""
        return [Key("weight", identity, source), Key("weight", identity, target)]

    def _data(self) -> None:
        """Find data that take the place of others."""
        keys = [key for key in self.left if key.kind == "data"]
        gone = [key for key in keys if key in self.before.facts and key not in self.after.facts]
        come = [key for key in keys if key in self.after.facts and key not in self.before.facts]
        for old, new in zip(gone, come, strict=False):
            self._take("set", FRAMEWORK, [old, new])


def _outermost(identity: str, homes: Mapping[str, str]) -> str:
    while homes[identity] in homes:
        identity = homes[identity]
    return identity


OF_THE_FILE = {"header", "data", "method", "entity"}


def applied(before: Stated, after: Stated, changes: Iterable[Change]) -> Stated:
    """Return what is stated once changes are applied to `before`; what is added stands in the order of `after`."""
    facts = dict(before.facts)
    for change in changes:
        for key, fact in change.new.items():
            if fact is None:
                facts.pop(key, None)
            else:
                facts[key] = fact
    facts = {key: facts[key] for key in (*after.facts, *facts) if key in facts}  # the first place of a node is its home
    places: dict[str, list[str]] = {}
    for key in facts:
        if key.kind == "place":
            places.setdefault(key.word, []).append(key.subject)
    order = {parent: _ordered(parent, children, before, after) for parent, children in places.items()}
    return Stated(facts, order, after.texts)


def _ordered(parent: str, children: list[str], before: Stated, after: Stated) -> tuple[str, ...]:
    """Return siblings in the order of `after`; those that stand there no more keep to the sibling before them."""
    new, old = after.order.get(parent, ()), before.order.get(parent, ())
    places = {child: (position, 0) for position, child in enumerate(new)}
    last = (-1, 0)
    for child in old:
        last = places.setdefault(child, (last[0], last[1] + 1))
    return tuple(sorted(children, key=lambda child: places.get(child, (len(new), 0))))
