"""Print the table of published results beside what idx computes.

From the checkout, where the published results lie beside it:

    PYTHONPATH=src:tests python -m published

The exit status is 1 where a result does not agree.
"""

from published.table import all_compared


def main() -> int:
    """Print the table."""
    found = list(all_compared())
    return 0 if found and all(each.agrees for each in found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
