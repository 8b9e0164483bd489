"""The cells of a heading: its name, labels and properties in their canonical order."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from idx.format.breaking import fits
from idx.format.columns import Key, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from idx.format.words import Words
    from idx.syntax import tree

KEYWORD, NAME, OWN_LABEL, LABEL = Key(0), Key(1), Key(2), Key(3)
# Short properties, and which others an entity is made of, have a column each; of the rest only what rows have in common
# stands below one another.
COLUMNS = ("where", "unit", "weight", "direction", "code")
METHODS = ("formula", "convert", "across", "impute", "treat", "normalise", "weighting", "aggregate", "missing", "link")
KEYS = {
    keyword: Key(4 + place, column=keyword in COLUMNS)
    for place, keyword in enumerate((*COLUMNS, *METHODS, "others", "source", "note", "before"))
}
OTHERS = KEYS["others"]
EQUALS = Key(4 + len(KEYS), column=False)


def label_key(label: tree.Label) -> Key:
    """Return what a label's cell says; the file's own language comes first, the others follow by their codes."""
    return Key(LABEL.order, label.language.text) if label.language else OWN_LABEL


def labels_in_order(labels: Sequence[tree.Label]) -> Sequence[tree.Label]:
    """Return labels in their canonical order, unless the language of one is spelled like a property."""
    return labels if any(map(_spells_property, labels)) else sorted(labels, key=label_key)


def _spells_property(label: tree.Label) -> bool:
    return label.language is not None and label.language.text in KEYS


def property_order(prop: tree.Property) -> int:
    """Return the place of a property in a heading."""
    return (KEYS.get(prop.keyword) or OTHERS).order


def heading(
    words: Words, stated: tree.Node | tree.Column, properties: Sequence[tree.Property], indent: int, *, ordered: bool
) -> Row:
    """Return a heading as a row, its labels and properties in their canonical order unless they have to stay.

    Where the heading is too long for a line, the paragraphs of a note at its end stand below it.
    """
    labels: Sequence[tree.Label] = stated.labels
    if not ordered:
        labels, properties = labels_in_order(labels), sorted(properties, key=lambda prop: _key(words, prop).order)
    keys, cells = [NAME], [words.written(stated.name)]
    if stated.keyword:
        keys, cells = [KEYWORD, NAME], [stated.keyword, *cells]
    for label in labels:
        keys.append(label_key(label))
        cells.append(words.label(label))
    for prop in properties:
        keys.append(_key(words, prop))
        cells.append(words.property(prop, indent))
    if not ordered and properties and properties[-1].keyword == "note" and not fits(" ".join(cells), indent):
        cells[-1] = words.note_below(properties[-1], indent)
    if any(map(_spells_property, labels)):
        return Row((), cells)
    return Row(tuple(keys if len(set(keys)) == len(keys) else _numbered(keys)), cells)


def _numbered(keys: Iterable[Key]) -> Iterator[Key]:
    """Tell cells apart that say the same."""
    met: Counter[Key] = Counter()
    for key in keys:
        yield key._replace(number=met[key])
        met[key] += 1


def _key(words: Words, prop: tree.Property) -> Key:
    """Return what a property's cell says; a formula behind `=` comes last."""
    if words.text[prop.start] == "=":
        return EQUALS
    key = KEYS.get(prop.keyword) or OTHERS._replace(what=prop.keyword)
    return key._replace(what=prop.place.text) if prop.place else key
