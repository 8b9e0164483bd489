"""The language of a command's messages: what `--lang` says, else the locale's."""

from __future__ import annotations

import locale
import os
import sys
from typing import TYPE_CHECKING, Any, TypeVar

import click

from idx.diagnostics import LANGUAGES, Language

if TYPE_CHECKING:
    from collections.abc import Callable

Function = TypeVar("Function", bound="Callable[..., Any]")


def of_locale() -> Language:
    """Return Chinese where the locale is a Chinese one; the first variable that is set decides."""
    stated = next(filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    if not stated and sys.platform == "win32":  # which sets no variables
        stated = locale.getlocale()[0] or ""
    return "zh" if stated.lower().startswith(("zh", "chinese")) else "en"


def spoken() -> Language:
    """Return the language in which the running command speaks."""
    context = click.get_current_context(silent=True)
    stated = context.params.get("language") if context else None
    return next((language for language in LANGUAGES if language == stated), None) or of_locale()


def _option(what: str) -> Callable[[Function], Function]:
    help_ = f"Language of {what}; by default that of the locale."
    return click.option("--lang", "language", type=click.Choice(LANGUAGES), default=of_locale, help=help_)


messages_option = _option("messages")
comments_option = _option("comments and messages")
