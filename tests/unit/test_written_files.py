"""What a document defines becomes the file that it shows, and an edit that no longer fits is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from idx.panel.workbooks import read_sheet
from written_files import WRITTEN, Written, edited

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = """Text.

<!-- file: a.idx -->
```idx
framework a
version   "1"
```

<!-- file: b.xlsx, sheet: Sheet of figures -->
| year | a \\| b |
|---|---|
| 2019 | — |
| 2020 | 1.50 |

| no | file |
|---|---|

<!-- file: c.csv -->
| year | a |
|---|---|
| 2019 | |

<!-- file: a.idx -->
```diff
 framework a
-version   "1"
+version   "2"
```
"""


def test_files_of_a_document(tmp_path: Path) -> None:
    """A block is a text, a table a workbook or CSV, a diff a change; a table without a comment is none."""
    for match in WRITTEN.finditer(DOCUMENT):
        Written(*match.group("name", "sheet", "language", "text", "table")).write(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"a.idx", "b.xlsx", "c.csv"}
    assert (tmp_path / "a.idx").read_text(encoding="utf-8") == 'framework a\nversion   "2"\n'
    assert (tmp_path / "c.csv").read_text(encoding="utf-8") == "year,a\n2019,\n"
    sheet = read_sheet((tmp_path / "b.xlsx").read_bytes(), "Sheet of figures")
    assert sheet.to_dict(as_series=False) == {"year": ["2019", "2020"], "a | b": ["—", "1.5"]}


@pytest.mark.parametrize("text", ["a\n", "a\nb\nb\n", "ab\n"])
def test_an_edit_finds_its_lines_once(text: str) -> None:
    """Lines that are not there, or there twice, or only parts of lines, are an error."""
    with pytest.raises(ValueError, match="times in the file"):
        edited(text, "-b\n+c\n")


def test_an_edit_in_two_places() -> None:
    """A line `@@` parts them; blank lines may have lost their blank."""
    assert edited("a\n\nb\nc\nd\n", " a\n\n+x\n b\n@@\n-d\n+y\n") == "a\n\nx\nb\nc\ny\n"
