"""Strategies for two versions of a framework: a base with all that a file can say, and a version of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

import idx
from drawn_edits import Drawing, edited, edits
from drawn_frameworks import framework_descriptions
from idx.edits.flatten import flat_text
from rendering import render

if TYPE_CHECKING:
    from descriptions import Description

HEADERS = (
    "",
    'source "来源"\n',
    'note ("one" "two")\ndata "data/m.csv"\n',
    'source "a"\nnote "b"\ndata "m.csv" columns(entity = iso3) na "—"\ndata second "n.xlsx" sheet "表"\n',
)
OWN = ("", '\nexpect "published.csv" within 0.05\n', "\nscenario s {{\n  rename {0} -> renamed_once\n}}\n")


class Version(NamedTuple):
    """A base, the description that it was written from, and edits of it."""

    description: Description
    base: str
    units: tuple[str, ...]

    @property
    def before(self) -> idx.Framework:
        """The base."""
        return idx.loads(self.base)

    @property
    def after(self) -> idx.Framework:
        """The version that the edits make of it."""
        after = edited(self.before, self.units)
        assert after is not None
        return after


@st.composite
def bases(draw: st.DrawFn) -> tuple[Description, str]:
    """Draw the text of a framework, with a header, expectations and a scenario now and then."""
    description = draw(framework_descriptions())
    text, _ = render(description)
    if draw(st.integers(0, 3)) == 0:
        text = draw(with_made(text))
    text = text.replace('version "1"\n', f'version "1"\n{draw(st.sampled_from(HEADERS))}', 1)
    return description, text + draw(st.sampled_from(OWN)).format(description.root.name)


@st.composite
def with_made(draw: st.DrawFn, text: str) -> str:
    """Draw an entity that a framework makes of others."""
    framework = idx.loads(text)
    made = edited(framework, [Drawing(draw, framework.stated).making()])
    return text if made is None else idx.format_text(flat_text(made.stated))


@st.composite
def versions(draw: st.DrawFn, most: int = 6, *, menu: bool = True, entities: bool = False) -> Version:
    """Draw a base and edits of it."""
    description, text = draw(bases())
    return Version(description, text, draw(edits(idx.loads(text), most, menu=menu, entities=entities)))
