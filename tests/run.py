"""Run everything that a change has to pass, and say at the end what did not.

    .venv/bin/python tests/run.py

Formatting, lint, types, import contracts, then all tests: units, laws, published results, golden output, the examples
of the documentation, and the built wheel in an empty environment.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
SCRIPTS = Path(sys.executable).parent
STEPS = {
    "formatting": [sys.executable, "-m", "ruff", "format", "--check", "--quiet", "."],
    "lint": [sys.executable, "-m", "ruff", "check", "--quiet", "."],
    "types": [sys.executable, "-m", "mypy"],
    "imports": [str(SCRIPTS / "lint-imports"), "--no-cache"],
    "tests": [sys.executable, "-m", "pytest", "--numprocesses", "2", "--dist", "worksteal", "--quiet", *sys.argv[1:]],
}


def main() -> int:
    """Run the steps one after another; the status is 1 if any failed."""
    failed = []
    for name, command in STEPS.items():
        sys.stdout.write(f"── {name}\n")
        sys.stdout.flush()
        begun = time.monotonic()
        status = subprocess.run(command, cwd=ROOT, check=False).returncode
        sys.stdout.write(f"   {name}: {'passed' if status == 0 else 'FAILED'} ({time.monotonic() - begun:.0f} s)\n")
        if status:
            failed.append(name)
    sys.stdout.write(f"{'FAILED: ' + ', '.join(failed) if failed else 'All passed.'}\n")
    return int(bool(failed))


if __name__ == "__main__":
    raise SystemExit(main())
