"""Paragraphs filled to a width of the screen, in English and in Chinese."""

from __future__ import annotations

import re

from idx.source import display_width

# What stays together: code, a word, or a Chinese character; with an opening mark before it and closing marks behind.
PIECE = re.compile(r"\s*[（《“「]*(?:`[^`]*`|[!-~]+|\S)[，。；：、！？）》”」…]*")


def filled(paragraph: str, width: int) -> str:
    """Return a paragraph in lines of at most a width: words stay whole, Chinese breaks between any two characters."""
    lines: list[str] = []
    line = ""
    for piece in PIECE.findall(paragraph):
        if line and display_width(line + piece) > width:
            lines.append(line)
            line = ""
        line += piece if line else piece.lstrip()
    return "\n".join([*lines, line])
