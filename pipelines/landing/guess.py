"""Which feed a file is for, judged by its content alone: for those who ask before they drop it."""

from dataclasses import replace
from pathlib import Path

from pipelines.landing import bank_csv
from pipelines.landing.csv_header import find_columns, known_columns, read_header
from pipelines.landing.decoding import RejectedFileError, Source
from pipelines.landing.feeds import BANK, FOLDERS, REFERENCE_KINDS, feed_of
from pipelines.landing.formats import format_of, unpacked
from pipelines.rules import Rules

_ENOUGH = 2  # columns: one alone says little
# The layout of assertions is that of events: nothing in a file says which of the two it holds.
_UNTOLD = ("psp/webhelp",)
_HEAD = 64 * 1024
# Keys that stand in the JSON of one feed alone.
_KEYS = {
    "orders": ("orderLogistics",),
    "mirakl/orders": ("order_state", "order_lines"),
    "mirakl/shipments": ("shipment_lines",),
    "status_imports": ("orderStatus",),
    "psp/lemonway": ("HPAY", "INT_STATUS", "totalAmount", "transactionIn", "transactionOut"),
    "incidents": ("linkedType", "Linked Type"),
}


def feed_for(path: Path, rules: Rules) -> str | None:
    """The folder of the one feed that reads such a file, or of that which knows most of its columns; none where nothing says so."""
    try:
        with unpacked(path) as plain:
            kind = format_of(plain)
            if kind == "csv":
                return _by_columns(plain, path.name, rules)
            found = _by_keys(plain) if kind == "json" else None
    except RejectedFileError:
        return None
    if kind == "json":
        return found
    takers = [folder for folder in FOLDERS if folder != "reference" and kind in feed_of(folder, "").decoders]
    if not takers:
        return BANK.name  # another kind of bank file: the feed says what to send instead
    return takers[0] if len(takers) == 1 else None


def _by_keys(plain: Path) -> str | None:
    """The one feed of whose keys some stand near the beginning of the file."""
    with plain.open("rb") as file:
        head = file.read(_HEAD)
    told = [feed for feed, keys in _KEYS.items() if any(f'"{key}"'.encode() in head for key in keys)]
    return told[0] if len(told) == 1 else None


def _by_columns(plain: Path, name: str, rules: Rules) -> str | None:
    found = sorted(
        ((_known(folder, Source(plain, name, (), rules)), folder) for folder in FOLDERS if folder not in _UNTOLD),
        reverse=True,
    )
    best, folder = found[0]
    return folder if best[0] >= _ENOUGH and best > found[1][0] else None


def _known(folder: str, file: Source) -> tuple[int, bool]:
    """How many columns of the file the feed knows, and whether all are there that it needs."""
    feeds = REFERENCE_KINDS.values() if folder == "reference" else (feed_of(folder, file.name),)
    known = max(_columns(replace(file, columns=feed.columns, unused=feed.unused)) for feed in feeds)
    return max(known, (bank_csv.columns_known(file), True)) if folder == BANK.name else known


def _columns(source: Source) -> tuple[int, bool]:
    try:
        names = read_header(source).names
    except RejectedFileError:
        return 0, False
    try:
        return len(find_columns(names, source).known), True
    except RejectedFileError:  # who drops it is told what it lacks
        return len(known_columns(names, source)), False
