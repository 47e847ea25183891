"""What is run, in which order: floor and nights in turn, each night from a warehouse that holds the first load."""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.figures import Measured
from benchmarks.nights import SECOND_NIGHTS, as_of
from benchmarks.processes import CLOSEOUT, ROOT, BenchmarkError, closeout, module, read_once, spend

ENTRIES = 100_000
STATEMENTS = {"camt.053": ".xml", "MT940": ".sta", "CFONB 120": ".cfonb", "bank CSV": ".csv"}
NOISY_ORDERS = 20_000


@dataclass(frozen=True)
class Bench:
    """Where it works: an empty folder with room for the files and four warehouses."""

    folder: Path
    measured: Measured
    rounds: int

    def say(self, text: str) -> None:
        print(text, flush=True)

    def nights(self, orders: int) -> None:
        """The table's first rows and its peak: floor and runs in turn, `rounds` times."""
        zones = self._zones(orders, ("first", *SECOND_NIGHTS))
        for number in range(1, self.rounds + 1):
            self._floor(zones / "first")
            kept = self._first(zones / "first", "first", "nothing")
            for night in SECOND_NIGHTS:
                self._second(zones / night, kept, night)
            self._matching(kept, "matched")
            self._matching(kept, "matched exactly", "--exact")
            shutil.rmtree(kept)
            self.say(f"round {number} of {self.rounds}: {self._last(('floor', 'first', 'nothing', *SECOND_NIGHTS))}")
        self.measured.per_order[orders] = self.measured.net("first") / orders
        shutil.rmtree(zones)

    def scale(self, orders: int) -> None:
        """What an order costs among so many: one first load."""
        zones = self._zones(orders, ("first",))
        name, empty = f"first of {orders:,}", f"nothing new after {orders:,}"
        shutil.rmtree(self._first(zones / "first", name, empty))
        self.say(self._last((name, empty)))
        self.measured.per_order[orders] = (self.measured.seconds[name][0] - self.measured.seconds[empty][0]) / orders
        shutil.rmtree(zones)

    def samples(self) -> None:
        """The repository's own samples: once unmeasured, so that programs and libraries are read, then in rounds."""
        at = (ROOT / "samples" / "AS_OF").read_text(encoding="utf-8").strip()
        for number in range(self.rounds + 1):
            spent, _ = closeout(ROOT / "samples", self.folder / "warehouse", at)
            shutil.rmtree(self.folder / "warehouse")
            if number:
                self.measured.took("sample", spent.seconds)
        self.say(self._last(("sample",)))

    def statements(self) -> None:
        """A statement in each format: camt.053 decoded alone, and each stored in a warehouse of its own."""
        for _ in range(self.rounds):
            for kind, suffix in STATEMENTS.items():
                file = self.folder / suffix.strip(".") / "bank" / f"statement-20261120{suffix}"
                if not file.exists():
                    module("statements", self.folder, file, "--entries", str(ENTRIES))
                    read_once(file.parent)
                if kind == "camt.053":
                    self.measured.ran("decoded", float(module("statements", self.folder, file).printed))
                spent = module("statements", self.folder, file, "--store")
                self.measured.took(kind, float(spent.printed), spent.peak)
        self.say(self._last(tuple(STATEMENTS)))

    def noise(self, orders: int) -> None:
        """A sample with its truth: what became of each kind of noise, and what is said of orders that is not so."""
        landing, warehouse = self.folder / "noisy", self.folder / "warehouse"
        spend((CLOSEOUT, "sample", landing, "--orders", str(orders)), self.folder)
        closeout(landing, warehouse, as_of("new"))
        self.measured.noise, self.measured.untrue = json.loads(module("noise", self.folder, landing, warehouse).printed)
        shutil.rmtree(warehouse)

    def _zones(self, orders: int, nights: tuple[str, ...]) -> Path:
        """Landing zones by night, each with the first night's files: links, so that nothing is written twice."""
        data, zones = self.folder / "data", self.folder / "zones"
        self.say(f"writing {orders:,} orders ...")
        module("data", self.folder, data, "--orders", str(orders), "--nights", *nights)
        for night in nights:
            for source in dict.fromkeys(("first", night)):
                shutil.copytree(data / source, zones / night, copy_function=os.link, dirs_exist_ok=True)
        shutil.rmtree(data)
        read_once(zones)
        return zones

    def _floor(self, zone: Path) -> None:
        file = self.folder / "floor.duckdb"
        self.measured.took("floor", float(module("floor", self.folder, zone, file).printed))
        file.unlink()

    def _first(self, zone: Path, name: str, empty: str) -> Path:
        """A first load and a run with nothing new; the warehouse they leave."""
        warehouse = self.folder / "first"
        self._run(name, zone, warehouse, as_of("first"), found=True)
        self._run(empty, zone, warehouse, as_of("first"), found=False)
        return warehouse

    def _second(self, zone: Path, kept: Path, night: str) -> None:
        warehouse = self._copied(kept)
        self._run(night, zone, warehouse, as_of(night), found=True)
        shutil.rmtree(warehouse)

    def _matching(self, kept: Path, name: str, *words: str) -> None:
        warehouse = self._copied(kept)
        payments, seconds = json.loads(module("matching", self.folder, warehouse, *words).printed)
        self.measured.ran(name, payments / seconds)
        shutil.rmtree(warehouse)

    def _copied(self, kept: Path) -> Path:
        """A copy of a warehouse that lies on the disk: what is still being written would take the time of the night that follows."""
        warehouse = self.folder / "warehouse"
        shutil.copytree(kept, warehouse)
        os.sync()
        return warehouse

    def _run(self, name: str, zone: Path, warehouse: Path, at: str, *, found: bool) -> None:
        spent, summary = closeout(zone, warehouse, at)
        _must_have_worked(name, summary, found=found)
        self.measured.took(name, spent.seconds, spent.peak)

    def _last(self, names: tuple[str, ...]) -> str:
        return ", ".join(f"{name} {self.measured.seconds[name][-1]:.1f} s" for name in names)


def _must_have_worked(name: str, summary: dict[str, Any], *, found: bool) -> None:
    """A night that found nothing, or refused something, measures nothing."""
    if bool(summary["files_loaded"]) is not found or summary["files_rejected"] or summary["rows_quarantined"]:
        counts = {key: summary[key] for key in ("files_loaded", "files_rejected", "rows_loaded", "rows_quarantined")}
        raise BenchmarkError(f"the run {name!r} did not do what is measured: {counts}")
