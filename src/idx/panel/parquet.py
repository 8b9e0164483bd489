"""Read a Parquet file; of damaged bytes nothing is heard but what we say."""

from __future__ import annotations

import io
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator


class DamagedError(ValueError):
    """Raised where the reader gives up on a file in a way of its own."""


def read_parquet(content: bytes) -> pl.DataFrame:
    """Return a Parquet file's table.

    Raises:
        DamagedError: if the bytes are damaged where the reader does not expect it. It then panics: it writes a
            backtrace to the error stream by itself and raises what is no `Exception`.
        polars.exceptions.PolarsError: if it finds the damage.
    """
    try:
        with _unheard():
            return pl.read_parquet(io.BytesIO(content))
    except pl.exceptions.PanicException as error:
        raise DamagedError("the file is damaged") from error


@contextmanager
def _unheard() -> Iterator[None]:
    """Keep from the error stream what is written to it beneath Python."""
    try:
        stream = os.dup(2)
    except OSError:  # there is none
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        with suppress(OSError):
            os.dup2(stream, 2)
        os.close(nowhere)
        os.close(stream)
