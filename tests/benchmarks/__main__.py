"""Run the benchmarks, all or those named.

From the checkout:

    PYTHONPATH=tests python -m benchmarks [startup] [evaluate] [scaling] [scores] [language] [diff]

Everything is a ratio of two things measured side by side, so that a busy or slow machine changes little. `startup`
builds and installs the wheel and needs `build` and a package index; the others need `idx` importable. The exit status
is 1 when a target is missed.
"""

import argparse
import importlib

BENCHMARKS = {
    "startup": "startup",
    "evaluate": "evaluation",
    "scaling": "scaling",
    "scores": "scoring",
    "language": "language",
    "diff": "comparing",
}
"""Name of each benchmark and the module that runs it, which is imported only then."""


def main() -> int:
    """Run what the command line names."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure idx beside hand-written forms.")
    parser.add_argument("names", nargs="*", metavar="name", help=f"{', '.join(BENCHMARKS)}; all when none is given")
    names = parser.parse_args().names or list(BENCHMARKS)
    if unknown := [name for name in names if name not in BENCHMARKS]:
        parser.error(f"no benchmark is called {unknown[0]}: choose from {', '.join(BENCHMARKS)}")
    met = [importlib.import_module(f"benchmarks.{BENCHMARKS[name]}").run() for name in names]
    return 0 if all(met) else 1


if __name__ == "__main__":
    raise SystemExit(main())
