"""Print the table of published results beside what idx computes.

From the checkout, where the published results lie beside it:

    PYTHONPATH=src:tests python -m published [--page]

With --page it is written into docs/published.md. The exit status is 1 where a result does not agree.
"""

import sys

from published.page import page
from published.table import all_compared, markdown
from reference_data import REPOSITORY


def main() -> int:
    """Print the table, or write the page."""
    found = list(all_compared())
    if "--page" in sys.argv:
        (REPOSITORY / "docs" / "published.md").write_text(page(found), encoding="utf-8")
    else:
        print(markdown(found))
    return 0 if found and all(each.agrees for each in found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
