"""Every derived table: what it hangs on, what it is made from, and whom it tells (architecture of the store: docs/decisions.md).

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
    one of these tables mentions it.
    """

    name: str
    key: Key
    source: str
    reads: tuple[str, ...]
    hears: tuple[str, ...] = ()
    tells: Key | None = None
    mentioned_in: tuple[str, ...] = ()

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
}

# What may speak of an order by any of its names.
_SPEAK = ("facts.status_rows", "facts.incident_rows", "facts.decision_rows", "facts.mirakl_shipments")
MENTIONS = ("facts.psp_events", *_SPEAK)

TABLES: tuple[Table, ...] = (
    Table(
        "steps.mirakl_los",
        ORDER,
        "mirakl/mirakl_los",
        ("facts.mirakl_orders", "facts.mirakl_parts", "facts.snapshots"),
    ),
    Table(
        "steps.lo_snapshots",
        ORDER,
        "orders/lo_snapshots",
        ("facts.snapshots", "steps.mirakl_los"),
        ("facts.sightings",),
    ),
    Table("steps.line_amounts", ORDER, "orders/line_amounts", ("steps.lo_snapshots",)),
    Table(
        "steps.known_references",
        ORDER,
        "orders/known_references",
        ("steps.lo_snapshots", "facts.snapshots", "facts.order_names", "facts.lo_names", "steps.mirakl_los"),
        tells=REFERENCE,
    ),
    Table(
        "steps.namings",
        REFERENCE,
        "orders/namings",
        ("steps.known_references", "steps.event_references", *_SPEAK),
        tells=ORDER,
        mentioned_in=MENTIONS,
    ),
    Table("steps.operations", ORDER, "payments/operations", ("steps.namings",), tells=PAYMENT),
    Table(
        "steps.movements",
        PAYMENT,
        "payments/movements",
        ("facts.psp_events", "facts.bank_lines"),
        ("steps.operations",),
    ),
    Table(
        "steps.fold",
        ORDER,
        "statuses/fold",
        (
            "steps.lo_snapshots",
            "steps.snapshot_heads",
            "steps.namings",
            "steps.operations",
            "steps.line_amounts",
            "facts.completions_applied",
            "facts.exports",
            "steps.mirakl_los",
            "facts.mirakl_parts",
        ),
        ("facts.accounts", "facts.sightings"),
    ),
    Table(
        "steps.lo_states",
        ORDER,
        "statuses/lo_states",
        ("steps.fold", "steps.lo_snapshots", "steps.snapshot_heads", "steps.mirakl_los", "steps.namings"),
        ("facts.sightings",),
    ),
    Table(
        "steps.incident_states",
        ORDER,
        "orders/incident_states",
        ("steps.namings", "steps.lo_snapshots", "steps.mirakl_los"),
    ),
    Table(
        "steps.completed",
        ORDER,
        "completions/applied",
        ("facts.completions_applied", "steps.mirakl_los"),
    ),
    Table(
        "steps.completion_clock",
        ORDER,
        "completions/completion_clock",
        ("steps.lo_states", "steps.namings", "steps.incident_states"),
    ),
    Table(
        "steps.lo_dues",
        ORDER,
        "reconciliation/lo_dues",
        ("steps.line_amounts", "steps.lo_states", "steps.snapshot_heads", "steps.lo_places", "steps.mirakl_los"),
        ("facts.accounts",),
    ),
    Table("steps.due_changes", ORDER, "reconciliation/due_changes", ("steps.fold", "steps.lo_states", "steps.lo_dues")),
    Table("steps.assertions", ORDER, "reconciliation/assertions", ("steps.matches",), ("steps.operations",)),
    Table(
        "steps.allocations",
        ORDER,
        "reconciliation/allocations",
        ("steps.matches", "steps.lo_dues", "steps.assertions"),
    ),
    Table("steps.card_states", ORDER, "reconciliation/card_states", ("steps.operations", "steps.lo_states")),
    Table(
        "steps.lo_balances",
        ORDER,
        "reconciliation/lo_balances",
        ("steps.lo_dues", "steps.allocations", "steps.card_states", "steps.namings", "steps.lo_snapshots"),
    ),
    Table(
        "steps.order_states",
        ORDER,
        "orders/order_states",
        (
            "steps.lo_states",
            "steps.snapshot_heads",
            "steps.lo_dues",
            "steps.allocations",
            "steps.lo_balances",
            "steps.incident_states",
            "steps.card_states",
        ),
    ),
    Table(
        "steps.conditions",
        ORDER,
        "findings/conditions",
        (
            "steps.lo_dues",
            "steps.allocations",
            "steps.operations",
            "steps.order_states",
            "steps.card_states",
            "steps.lo_states",
            "steps.snapshot_heads",
            "steps.completion_clock",
            "steps.completed",
            "steps.incident_states",
            "steps.fold",
            "steps.assertions",
            "steps.mirakl_los",
            "facts.mirakl_parts",
        ),
        ("facts.accounts",),
    ),
    Table("steps.payment_conditions", PAYMENT, "findings/payment_conditions", ("steps.movements",), ("steps.matches",)),
    Table("steps.reference_conditions", REFERENCE, "findings/reference_conditions", ("steps.namings",)),
    Table("steps.statement_conditions", SUBJECT, "findings/statement_conditions", ("facts.statements",)),
)
BY_NAME = {table.name.split(".")[1]: table for table in TABLES}

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

# The first table that is made of what payments pay.
AFTER_MATCHES = "steps.assertions"

# Decided as a whole, round by round; whatever changes in these asks the undecided payments again.
MATCHES = "steps.matches"
MATCHING_LISTENS = (
    "steps.movements",
    "steps.operations",
    "steps.known_references",
    "steps.lo_dues",
    "steps.due_changes",
    "facts.accounts",
)

# Findings are opened and closed by these, told under these keys.
FINDINGS = "facts.findings"
CONDITIONS: tuple[tuple[str, Key], ...] = (
    ("steps.conditions", ORDER),
    ("steps.payment_conditions", PAYMENT),
    ("steps.reference_conditions", REFERENCE),
    ("steps.statement_conditions", SUBJECT),
)
# The matches that stand are made by these.
STANDING = "facts.standing_matches"
