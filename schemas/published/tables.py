"""The published tables: name, grain and columns of each, in the order of contract.md §4.

The models are the one source of what a column means: the comments in the database and docs/data_dictionary.md
are made from them.
"""

import inspect
from dataclasses import dataclass

from schemas.published.decisions import Decisions
from schemas.published.findings import Findings, Queue
from schemas.published.orders import LogisticOrders, OrderLines, Orders
from schemas.published.payments import PaymentMatches, Payments
from schemas.published.payouts import Payouts
from schemas.published.rules import Published
from schemas.published.runs import Dashboard, Files, MoneyProof, Quarantine, Runs
from schemas.published.statuses import Completions, Incidents, StatusEvents

_DUCKDB = {
    "String": "VARCHAR",
    "List(String)": "VARCHAR[]",
    "Boolean": "BOOLEAN",
    "Int32": "INTEGER",
    "Int64": "BIGINT",
    "Date": "DATE",
    "Datetime(time_unit='us', time_zone='UTC')": "TIMESTAMP WITH TIME ZONE",
    "Decimal(precision=18, scale=2)": "DECIMAL(18,2)",
    "Decimal(precision=18, scale=6)": "DECIMAL(18,6)",
}


@dataclass(frozen=True)
class PublishedTable:
    """A published table. `grain`: the columns that are unique together; empty where nothing promises that."""

    name: str
    model: type[Published]
    grain: tuple[str, ...] = ()

    @property
    def description(self) -> str:
        """What one row is."""
        return inspect.cleandoc(self.model.__doc__ or "")

    @property
    def comments(self) -> dict[str, str]:
        """What each column means, in the order of the columns."""
        return {name: column.description or "" for name, column in self.model.to_schema().columns.items()}

    @property
    def types(self) -> dict[str, str]:
        """The type of each column, as DuckDB calls it."""
        return {name: _DUCKDB[str(column.dtype)] for name, column in self.model.to_schema().columns.items()}

    @property
    def codes(self) -> dict[str, tuple[str, ...]]:
        """The closed lists of words, of the columns that have one."""
        checks = {name: column.checks for name, column in self.model.to_schema().columns.items()}
        return {
            name: tuple(check.statistics["allowed_values"])
            for name, found in checks.items()
            for check in found
            if check.name == "isin"
        }

    @property
    def nullable(self) -> frozenset[str]:
        """The columns that may be null; what that means stands in their comment."""
        return frozenset(name for name, column in self.model.to_schema().columns.items() if column.nullable)


TABLES: tuple[PublishedTable, ...] = (
    PublishedTable("orders", Orders, ("order_reference",)),
    PublishedTable("logistic_orders", LogisticOrders, ("logistic_reference",)),
    PublishedTable("order_lines", OrderLines, ("logistic_reference", "line_id")),
    PublishedTable("status_events", StatusEvents),
    PublishedTable("payments", Payments, ("payment_id",)),
    PublishedTable("payment_matches", PaymentMatches, ("payment_id", "order_reference", "logistic_reference", "rank")),
    PublishedTable("payouts", Payouts, ("provider", "payout_reference", "currency")),
    PublishedTable("completions", Completions, ("logistic_reference",)),
    PublishedTable("findings", Findings, ("finding_id",)),
    PublishedTable("queue", Queue, ("about",)),
    PublishedTable("incidents", Incidents, ("incident_id",)),
    PublishedTable("decisions", Decisions, ("decision_id",)),
    PublishedTable("files", Files),
    PublishedTable("quarantine", Quarantine),
    PublishedTable("runs", Runs),
    PublishedTable("money_proof", MoneyProof, ("run_id", "currency")),
    PublishedTable("dashboard", Dashboard, ("day", "currency")),
)
