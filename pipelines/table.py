"""What a derived table is: the key it hangs on, what it is made from, and whom it tells (architecture of the store: docs/decisions.md).

A table is one `select` over whole tables, written as if there were no yesterday; the store recomputes it for the keys that changed.
"""

from dataclasses import dataclass
from typing import Literal

from pipelines.sql import query

Key = Literal["order_no", "payment_no", "reference", "subject"]
ORDER: Key = "order_no"
PAYMENT: Key = "payment_no"
REFERENCE: Key = "reference"
SUBJECT: Key = "subject"  # of a finding that is about no order and no payment
TYPES: dict[Key, str] = {ORDER: "integer", PAYMENT: "ubigint", REFERENCE: "varchar", SUBJECT: "varchar"}


@dataclass(frozen=True)
class Table:
    """A derived table.

    `reads` are narrowed to the changed keys while it is recomputed; `hears` are tables it looks up whole and whose changes,
    told under its key, concern it; `tells` is the other key its readers hang on; where `mentioned_in` is given, a key has rows only if
    one of these tables mentions it; a `steady` one tells of the keys alone whose rows are another than they were: what reads it costs
    more than to look.
    """

    name: str
    key: Key
    source: str
    reads: tuple[str, ...]
    hears: tuple[str, ...] = ()
    tells: Key | None = None
    mentioned_in: tuple[str, ...] = ()
    steady: bool = False

    @property
    def select(self) -> str:
        """The whole `select`."""
        return query(self.source)

    @property
    def listens(self) -> tuple[str, ...]:
        """Everything whose changes under `key` concern this table, the passing of time included."""
        whole = tuple(SLIM[read][1] if read in SLIM else read for read in self.reads)
        return (*whole, *self.hears, self.clock)

    @property
    def clock(self) -> str:
        """What changes when time alone changes rows of this table (clock.sql)."""
        return f"clock of {self.name}"


# Views that leave out columns of a table, so that less is looked through; they change when it does.
SLIM = {
    "steps.snapshot_heads": ("orders/snapshot_heads", "facts.snapshots"),
    "steps.lo_places": ("orders/lo_places", "facts.lo_names"),
    "steps.event_references": ("payments/event_references", "facts.psp_events"),
    "steps.balance_references": ("orders/balance_references", "facts.opening_balances"),
}

# Views of the rows of several tables: matches that are told, and all others.
PARTS = {"steps.matches": ("steps.told_matches", "steps.answered_matches")}

# How texts that hardly ever repeat are stored; words that do repeat are left to DuckDB. Long ones, which few steps read, by zstd: it stores
# them in less time than what DuckDB would choose. Names, which every night looks through, as they are: four million of them are looked
# through in 79 ms, where zstd takes 138 ms, and stored in five sixths of its time.
COMPRESSION = {
    "bank_reference": "uncompressed",
    "end_to_end_id": "uncompressed",
    "event_id": "uncompressed",
    "explanation": "zstd",
    "order_field": "uncompressed",
    "psp_reference": "uncompressed",
    "reference": "uncompressed",
    "remittance": "zstd",
    "remittance_joined": "zstd",
}
# The derived tables that have such texts; of the others nobody has to ask for the columns before they are made.
WITH_TEXTS = frozenset(
    f"steps.{name}"
    for name in (
        "answered_matches",
        "decisions_made",
        "known_references",
        "mirakl_los",
        "movements",
        "namings",
        "operations",
        "questions",
        "reference_conditions",
    )
)
