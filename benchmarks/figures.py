"""The figures of contract.md §7 and their bounds: how they follow from what was measured, and how they are written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median

from benchmarks.nights import SECOND_NIGHTS

GIB = 1 << 30
MIB = 1 << 20


@dataclass
class Measured:
    """Seconds of every round by what was run (`floor`, a night, `nothing`), peak bytes by night, rates by name."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    peaks: dict[str, int] = field(default_factory=dict)
    rates: dict[str, list[float]] = field(default_factory=dict)
    per_order: dict[int, float] = field(default_factory=dict)
    noise: list[list[str | int]] = field(default_factory=list)
    untrue: float | None = None

    def took(self, name: str, seconds: float, peak: int = 0) -> None:
        """A run of this name ended."""
        self.seconds.setdefault(name, []).append(seconds)
        self.peaks[name] = max(peak, self.peaks.get(name, 0))

    def ran(self, name: str, rate: float) -> None:
        """So many things a second."""
        self.rates.setdefault(name, []).append(rate)

    def net(self, night: str) -> float:
        """Median seconds of a night less those of a run with nothing new."""
        return median(self.seconds[night]) - median(self.seconds["nothing"])


@dataclass(frozen=True)
class Figure:
    """A line of the table; `value` is None where nothing was measured. `least`: more is better; `words` for no number."""

    name: str
    value: float | None
    first: float | None
    goal: float | None
    unit: str
    least: bool = False
    words: str = "–"

    def cells(self) -> tuple[str, ...]:
        """The figure as a row: its name, the value, and each bound with whether it holds."""
        measured = "not measured" if self.value is None else written(self.value, self.unit)
        return (self.name, measured, self._held(self.first), self._held(self.goal))

    def _held(self, bound: float | None) -> str:
        if bound is None:
            return self.words
        told = f"{'≥' if self.least else '≤'} {written(bound, self.unit)}"
        if self.value is None:
            return told
        holds = self.value >= bound if self.least else self.value <= bound
        return f"{told}: {'met' if holds else '**not met**'}"


def written(value: float, unit: str) -> str:
    """A number as the table shows it."""
    return _UNITS[unit](value)


_UNITS: dict[str, Callable[[float], str]] = {
    "x": "{:.2f}x floor".format,
    "%": "{:.1f} %".format,
    "s": "{:.1f} s".format,
    "/s": "{:,.0f}/s".format,
    "GiB": "{:.2f} GiB".format,
    "MiB": "{:.0f} MiB".format,
}


def figures(measured: Measured) -> list[Figure]:
    """The table of contract.md §7, in its order."""
    rates = {name: median(found) for name, found in measured.rates.items()}
    first, floor = measured.net("first"), median(measured.seconds["floor"])
    new, changed, full = (_share(measured.net(night), first) for night in SECOND_NIGHTS)
    peak = max(measured.peaks[night] for night in ("first", "nothing", *SECOND_NIGHTS))
    return [
        Figure("first load, files to published database", first / floor if first > 0 else None, 5, 2.5, "x"),
        Figure("second night, 1 % new orders, of the first load", new, 10, 5, "%"),
        Figure("second night, 1 % of existing orders change, of the first load", changed, 15, 8, "%"),
        Figure("the same full export again with 1 % changed, of the first load", full, 60, 45, "%"),
        Figure("a run with nothing new", median(measured.seconds["nothing"]), 8, None, "s"),
        Figure(
            "stored movements to stored matches, exact path",
            rates.get("matched exactly"),
            500_000,
            1_000_000,
            "/s",
            least=True,
        ),
        Figure("the whole ladder beyond the exact path", _beyond(rates), 25, None, "%"),
        Figure("camt.053 entries decoded, one core", rates.get("decoded"), 20_000, 50_000, "/s", least=True),
        *_statements(measured),
        Figure("peak memory", peak / GIB, 4, 2.5, "GiB"),
        _cost(measured.per_order),
        Figure("orders of a healthy shop with an untrue finding to act on", measured.untrue, 1, None, "%"),
        Figure("`closeout run` on the sample, warm", median(measured.seconds["sample"]), 10, 6, "s"),
    ]


def _statements(measured: Measured) -> Iterator[Figure]:
    """100,000 movements in each format, from the file to the facts, and what the process that did it needed of memory."""
    for kind, (first, goal) in {
        "camt.053": (8, 4),
        "MT940": (8, None),
        "CFONB 120": (2, None),
        "bank CSV": (1.5, None),
    }.items():
        spent = measured.seconds.get(kind)
        yield Figure(f"100,000 movements in {kind} stored", median(spent) if spent else None, first, goal, "s")
    peak = measured.peaks.get("camt.053")
    yield Figure("their peak memory, camt.053", peak / MIB if peak else None, 300, None, "MiB")


def _beyond(rates: dict[str, float]) -> float | None:
    """By how much longer a payment takes where some need the whole ladder."""
    return 100 * (rates["matched exactly"] / rates["matched"] - 1) if "matched" in rates else None


def _share(part: float, whole: float) -> float | None:
    """In per cent; None where a night cost no more than one with nothing new, which proves nothing."""
    return 100 * part / whole if part > 0 and whole > 0 else None


def _cost(per_order: dict[int, float]) -> Figure:
    """How much more an order costs among many than among few; None as long as one size alone was measured."""
    few, many = min(per_order), max(per_order)
    if few == many or per_order[few] <= 0:
        return Figure("cost per order from 100,000 to 5,000,000, rise", None, 20, None, "%", words="flat")
    rise = 100 * (per_order[many] / per_order[few] - 1)
    return Figure(f"cost per order from {few:,} to {many:,}, rise", rise, 20, None, "%", words="flat")
