"""The language of a command's messages: what `--lang` says, else the locale's."""

from __future__ import annotations

import os

import click

from idx.diagnostics import LANGUAGES, Language


def of_locale() -> Language:
    """Return Chinese where the locale is a Chinese one; the first variable that is set decides."""
    stated = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh" if next(filter(None, stated), "").startswith("zh") else "en"


def spoken() -> Language:
    """Return the language in which the running command speaks."""
    context = click.get_current_context(silent=True)
    stated = context.params.get("language") if context else None
    return next((language for language in LANGUAGES if language == stated), None) or of_locale()


messages_option = click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    default=of_locale,
    help="Language of messages; by default that of the locale.",
)
