"""Names of the language for whatever people call things, and quoted texts."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NAME = re.compile(r"[^\W\d]\w*")
LED_BY_DIGITS = re.compile(r"([0-9]+[A-Za-z]*)([^\W\d_]\w*)")


def is_name(text: str) -> bool:
    """Whether a text is a name as it stands."""
    return NAME.fullmatch(text) is not None and unicodedata.is_normalized("NFC", text)


def name_of(text: str) -> str:
    """Return the name that is nearest to a text: `基站5G` for `5G基站`, `_1_2` for `1.2`, `a_b` for `a (b)`.

    Letters of any script, digits and `_` stay; a run of other characters becomes `_`.
    """
    word = re.sub(r"\W+", "_", unicodedata.normalize("NFC", text)).strip("_")
    led = LED_BY_DIGITS.fullmatch(word)
    if led:
        word = led.group(2) + led.group(1)
    elif not NAME.fullmatch(word):
        word = f"_{word}" if word else "node"
    return unicodedata.normalize("NFC", word)


def unique_names(texts: Sequence[str], taken: Iterable[str] = ()) -> list[str]:
    """Return a name for each text, no two alike: what is a name already keeps it, others get a number where needed.

    Args:
        texts: codes or labels.
        taken: names that none of them may have.
    """
    used = set(taken)
    chosen: dict[int, str] = {}
    for position in sorted(range(len(texts)), key=lambda position: not is_name(texts[position])):
        name = name_of(texts[position])
        number = 2
        while name in used:
            name = f"{name_of(texts[position])}_{number}"
            number += 1
        used.add(name)
        chosen[position] = name
    return [chosen[position] for position in range(len(texts))]


def quoted(text: str) -> str:
    """Return a text in quotes, as the language writes it; a line break becomes a space."""
    flat = " ".join(re.split(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+", text))
    return '"{}"'.format(flat.replace("\\", "\\\\").replace('"', '\\"'))
