"""Write a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from stat import S_IMODE


def write_whole(path: Path, content: bytes) -> None:
    """Write to a temporary file beside it, then renamed; permissions stay.

    Raises:
        OSError: if the folder cannot be written.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~umask)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
