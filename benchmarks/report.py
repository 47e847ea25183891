"""`make bench`: measures the figures of contract.md §7, prints them as a table and writes docs/benchmarks.md.

Bounds are printed as met or not met; nothing fails because a machine is slow. It works in a temporary folder below
$CLOSEOUT_BENCH, else the system's, with room for 15 GB at 1,000,000 orders, and takes it away afterwards.
"""

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks import machine
from benchmarks.figures import GIB, Measured, figures
from benchmarks.processes import ROOT, BenchmarkError, use_two_cores
from benchmarks.rounds import NOISY_ORDERS, Bench

_HEADINGS = ("figure", "measured", "first step", "goal")
_INTRODUCTION = """\
{orders:,} commercial orders as CSV, warm, medians of {rounds}; the bounds are meant for 1,000,000 orders. Every run is
the console script as a whole process. A run with nothing new is subtracted before every ratio. Peak memory is that of
the process that needed most. This page is made by `make bench`: measure again instead of editing it."""
_ABOUT_NOISE = """\
Payments of a sample, by what is wrong with them. *Wrong*: money put, without asking, against an order that it does not
pay, or more of it than it pays there."""
_RUNS = {
    "floor": "floor",
    "first": "first load",
    "nothing": "nothing new",
    "new": "second night, 1 % new",
    "changed": "second night, 1 % changed",
    "full": "full export again, 1 % changed",
    "sample": "the sample",
}


def main() -> int:
    """`python -m benchmarks.report`."""
    asked = _arguments().parse_args()
    use_two_cores()
    measured = Measured()
    try:
        with TemporaryDirectory(prefix="closeout-bench-", dir=os.environ.get("CLOSEOUT_BENCH")) as folder:
            _measure(Bench(Path(folder), measured, asked.rounds), asked)
    except BenchmarkError as fault:
        print(f"benchmarks: {fault}", file=sys.stderr)
        return 1
    page = _page(measured, asked)
    asked.page.write_text(page, encoding="utf-8")
    print(f"\n{page}")
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.report", description=__doc__.partition("\n")[0] if __doc__ else ""
    )
    parser.add_argument("--orders", type=int, default=1_000_000, help="commercial orders of the first load (1000000)")
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is run; medians count (3)")
    parser.add_argument(
        "--scale", type=int, nargs="*", default=[], help="other sizes, for what an order costs: 100000 5000000"
    )
    parser.add_argument(
        "--page", type=Path, default=ROOT / "docs" / "benchmarks.md", help="where the page goes (docs/benchmarks.md)"
    )
    return parser


def _measure(bench: Bench, asked: argparse.Namespace) -> None:
    bench.samples()
    bench.statements()
    bench.nights(asked.orders)
    for orders in asked.scale:
        bench.scale(orders)
    bench.noise(min(asked.orders, NOISY_ORDERS))


def _page(measured: Measured, asked: argparse.Namespace) -> str:
    """The page, as Markdown."""
    facts = {"measured on": f"{datetime.now().astimezone():%Y-%m-%d}", **machine.facts(), "command": _command(asked)}
    parts = (
        "# Benchmarks",
        _INTRODUCTION.format(orders=asked.orders, rounds=asked.rounds),
        "\n".join(f"- {label}: {told}" for label, told in facts.items()),
        _table(_HEADINGS, (figure.cells() for figure in figures(measured))),
        "Whole runs, nothing subtracted:",
        _table(("run", "seconds, median", "each round", "peak memory"), _runs(measured)),
        _ABOUT_NOISE,
        _table(("noise", "payments", "matched", "suggested", "unmatched", "wrong"), measured.noise),
    )
    return "\n\n".join(parts) + "\n"


def _command(asked: argparse.Namespace) -> str:
    scale = " --scale " + " ".join(map(str, asked.scale)) if asked.scale else ""
    return f"`python -m benchmarks.report --orders {asked.orders} --rounds {asked.rounds}{scale}`"


def _runs(measured: Measured) -> Iterable[Sequence[str]]:
    for name, told in _RUNS.items():
        seconds, peak = measured.seconds[name], measured.peaks.get(name)
        each = ", ".join(f"{second:.1f}" for second in seconds)
        yield told, f"{median(seconds):.1f}", each, f"{peak / GIB:.2f} GiB" if peak else "–"


def _table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
