"""Nights side by side: a shop whose nights can be cut up, repeated and compared, and what makes two warehouses equal.

Here stands how a night is run and looked at; what lies in the landing zone stands with the test that drops it.
"""

import json
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import dagster as dg
import duckdb

from assets.definitions import defs
from assets.settings import load
from assets.store.database import Database
from assets.store.rebuilding import derive
from assets.warehouse import Warehouse
from schemas.vocabulary import LOGISTIC_STATUSES, PAYMENT_OPTIONS
from tests import straight
from tests.builders import (
    OWN_ACCOUNT,
    Row,
    account,
    bank_line,
    decision,
    incident,
    order_line,
    payment_id,
    psp_event,
    status_row,
)
from tests.world import World

Tables = dict[str, Counter[str]]


class Shop(World):
    """A world with settings of its own, whose assets can be materialised one by one."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._lies_in(folder)
        self.settle({})

    def _lies_in(self, folder: Path) -> None:
        self.folder = folder
        self.landing, self.warehouse = folder / "landing", folder / "warehouse"
        self.settings_file = folder / "closeout.toml"

    @property
    def working_file(self) -> Path:
        return self.warehouse / "work" / "closeout.duckdb"

    @property
    def published_file(self) -> Path:
        return self.warehouse / "closeout.duckdb"

    def copy(self, folder: Path) -> "Shop":
        """The same shop in another folder; its files are as old, so that they are known."""
        shutil.copytree(self.folder, folder)
        other = Shop.__new__(Shop)
        other._lies_in(folder)
        return other

    def outbox(self) -> dict[str, bytes]:
        """Everything that was exported, byte by byte."""
        root = self.warehouse / "outbox"
        return {
            path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()
        }

    def settle(self, rules: Mapping[str, object], **others: object) -> None:
        """Write the settings that hold from now on."""
        lines = [f"{name} = {_toml(value)}" for name, value in others.items()]
        lines += ["[rules]", *(f"{name} = {_toml(value)}" for name, value in rules.items())]
        self.settings_file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    @property
    def _resource(self) -> Warehouse:
        return Warehouse(path=str(self.warehouse), landing=str(self.landing), settings_file=str(self.settings_file))

    def run(self, as_of: str) -> None:
        """One whole night; its contract checks hold."""
        straight.close(self._resource, as_of)

    def by_hand(self, asset: str, as_of: str = "") -> None:
        """One asset, as the UI's button materialises it."""
        straight.materialise(self._resource, [dg.AssetKey(asset)], as_of)

    def in_dagster(self, as_of: str = "", assets: Sequence[str] = ()) -> None:
        """A whole night, or some assets of it, as a run of the job that the schedule starts."""
        config = {
            "ops": {"night": {"config": {"as_of": as_of}}} if as_of else {},
            "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
            "resources": {"warehouse": {"config": self._resource.model_dump(exclude={"_db"})}},
        }
        with dg.DagsterInstance.ephemeral(settings={"telemetry": {"enabled": False}}) as instance:
            result = defs.resolve_job_def("nightly").execute_in_process(
                run_config=config, instance=instance, asset_selection=[dg.AssetKey(name) for name in assets] or None
            )
        assert result.success
        assert not [
            check.check_name for check in result.get_asset_check_evaluations() if not check.passed and check.blocking
        ]

    def told_otherwise_anew(self) -> str:
        """What a copy of the working file says differently once everything is derived anew; nothing, if all is well."""
        return difference(tables(self.working_file), tables(self.rebuilt()))

    def rebuilt(self) -> Path:
        """A copy of the working file on which everything is derived anew at the same batch."""
        other = self.folder / "rebuilt"
        shutil.rmtree(other, ignore_errors=True)
        (other / "work").mkdir(parents=True)
        shutil.copyfile(self.working_file, other / "work" / self.working_file.name)
        db = Database(other, load(self.settings_file).model_copy(update={"narrowing": False} | straight.ALONE))
        try:
            derive(db)
        finally:
            db.close()
        return other / "work" / self.working_file.name


def tables(
    file: Path, schemas: Sequence[str] = ("main", "steps"), but: Iterable[str] = (), without: Iterable[str] = ()
) -> Tables:
    """Every table and view of some schemas as the set of its rows, how often each stands there included."""
    with duckdb.connect(str(file), read_only=True) as con:
        con.execute("set TimeZone = 'UTC'")
        con.execute("set search_path = 'main,steps,facts,meta'")  # as a view of steps expects it
        columns = con.execute(
            """select table_schema || '.' || table_name, list('"' || column_name || '"' order by column_name)
               from information_schema.columns where table_catalog = current_database() and table_schema in (select unnest($schemas))
               and column_name not in (select unnest($without)) group by 1 order by 1""",
            {"schemas": list(schemas), "without": list(without)},
        ).fetchall()
        return {name: rows(con, f"select {', '.join(cells)} from {name}") for name, cells in columns if name not in but}


def rows(con: duckdb.DuckDBPyConnection, query: str) -> Counter[str]:
    return Counter(text for (text,) in con.execute(f"select t::varchar from ({query}) t").fetchall())


def difference(left: Tables, right: Tables) -> str:
    """The rows that stand in one of them only, a line each; nothing where they are equal."""
    lines = []
    for name in sorted(left.keys() | right.keys()):
        mine, other = left.get(name, Counter()), right.get(name, Counter())
        lines += [f"{name}  - {row}" for row in sorted((mine - other).elements())]
        lines += [f"{name}  + {row}" for row in sorted((other - mine).elements())]
    return "\n".join(lines)


MONEY = """
    select 'matched otherwise: ' || payment_id from payments
    left join (select payment_id, sum(amount) as parts from payment_matches where status = 'MATCHED' group by 1) using (payment_id)
    where amount_matched <> coalesce(parts, 0)
    union all
    select 'matched beyond its amount: ' || payment_id from payments where abs(amount_matched) > abs(amount)
    union all
    select 'matched, and it moved no money: ' || payment_id from payments where state <> 'SUCCEEDED' and amount_matched <> 0
    union all
    select 'received otherwise: ' || order_reference from orders
    left join (select order_reference, sum(amount) as parts from payment_matches where status = 'MATCHED' group by 1) using (order_reference)
    where amount_received - amount_refunded <> coalesce(parts, 0)
    union all
    select 'lost or doubled: ' || payment_id from (
        select format('pay_{:016x}', payment_no) as payment_id, 1 as loaded from facts.psp_events
        where occurred_at <= (select max(as_of) from meta.batches)
        union
        select format('pay_{:016x}', payment_no), 1 from facts.bank_lines
        where booked_on::timestamp at time zone 'Europe/Paris' <= (select max(as_of) from meta.batches)
    ) full join (select payment_id, count(*) as times from payments group by 1) using (payment_id)
    where loaded is distinct from 1 or times is distinct from 1"""


def money_lost(file: Path) -> list[str]:
    """Payments and orders whose money does not add up (domain.md §4 and §5)."""
    with duckdb.connect(str(file), read_only=True) as con:
        return [told for (told,) in con.execute(MONEY).fetchall()]


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name} = {_toml(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return str(value) if isinstance(value, int) else f'"{value}"'


# --- Stories -------------------------------------------------------------------------------------

START = datetime(2026, 10, 1, 22, tzinfo=UTC)
GAPS = (0, 1, 24, 24, 24, 48, 72, 120, 240, 504, 720)  # hours between two nights
USUAL = (
    "ORDER_CREATED",
    "WAITING_SUPPLIER_APPROVAL",
    "ACCEPTED_BY_SUPPLIER",
    "WAITING_SHIPMENT",
    "SHIPPED",
    "COMPLETED",
)
OPTIONS = (*PAYMENT_OPTIONS, "CREDIT_CARD", "CREDIT_CARD", "BANK_WIRE")
RECORDED = ("", "", "PAID", "WAITING_PAYMENT", "WAITING_REFUND", "AUTHORIZED")
PAYMENTS = (
    ("AUTHORIZATION",), ("AUTHORIZATION", "CAPTURE"), ("AUTHORIZATION", "VOID"), ("AUTHORIZATION", "AUTHORIZATION", "CAPTURE"),
    ("CAPTURE",), ("CAPTURE", "REFUND"), ("CAPTURE", "REFUND", "REFUND_RETURN"), ("CAPTURE", "CHARGEBACK"),
    ("CAPTURE", "CHARGEBACK", "CHARGEBACK_REVERSAL"), ("CAPTURE", "CAPTURE", "REFUND"), ("CAPTURE", "FEE"), ("PAYOUT",),
)  # fmt: skip
STATES = (
    ("SUCCEEDED",), ("SUCCEEDED",), ("SUCCEEDED",), ("PENDING", "SUCCEEDED"), ("PENDING", "FAILED"), ("FAILED",), ("CANCELED",),
    ("SUCCEEDED", "SUCCEEDED"), ("SUCCEEDED", "FAILED"),
)  # fmt: skip
MANGOPAY = (
    (("PAYIN", "REGULAR"),), (("PAYIN", "REGULAR"), ("PAYIN", "REFUND")), (("PAYIN", "REGULAR"), ("PAYOUT", "REPUDIATION"), ("PAYIN", "REFUND")),
    (("PAYIN", "REGULAR"), ("PAYOUT", "REGULAR")), (("PAYOUT", "REGULAR"), ("PAYIN", "REGULAR")),
)  # fmt: skip
MIRAKL = (
    ("STAGING", "WAITING_ACCEPTANCE", "SHIPPING"),
    ("SHIPPING",),
    ("SHIPPING", "SHIPPED", "RECEIVED"),
    ("SHIPPED",),
    ("WAITING_DEBIT", "SHIPPING", "SHIPPED"),
    ("WAITING_ACCEPTANCE", "REFUSED"),
    ("SHIPPING", "CANCELED"),
    ("SHIPPING", "TO_COLLECT"),
)
WORKFLOWS = ("PAY_ON_ACCEPTANCE", "PAY_ON_DUE_DATE", "NO_CUSTOMER_PAYMENT_CONFIRMATION")
PARCELS: tuple[tuple[str, ...], ...] = ((), ("SHIPPING", "SHIPPED"), ("SHIPPED",), ("CANCELED",), ("SHIPPING",))
INCIDENTS = (("OPEN",), ("OPEN", "CLOSED"), ("OPEN", "ON_GOING", "CLOSED"), ("OPEN", "CLOSED", "OPEN"))
DECIDED = (
    "WRITE_OFF", "HOLD_COMPLETION", "HOLD_COMPLETION", "RELEASE_COMPLETION", "SET_LOGISTIC_STATUS", "SET_PAYMENT_STATUS", "SET_DUE_DATE",
    "ASSIGN", "ASSIGN", "ASSIGN", "UNASSIGN", "UNASSIGN", "IGNORE_PAYMENT", "UNDO", "UNDO",
)  # fmt: skip
RULES: tuple[dict[str, object], ...] = (
    {"completion_days": 7}, {"strict_transitions": True}, {"tolerances": {"EUR": "5.00"}}, {"authorization_days": 7},
    {"refusal_grace_hours": 24}, {"import_grace_hours": 12}, {"evidence_days": 1}, {"stale_days": 3},
)  # fmt: skip


def told(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Said:
    """A row, when it comes and in which of its feed's files of that night."""

    night: int
    feed: str
    part: int
    row: Row


class Story:
    """What happens to one order: facts at instants, each told too early, in time or late, some more than once."""

    def __init__(self, random: Random, number: int, nights: Sequence[datetime]) -> None:
        self.random, self.number, self.nights = random, number, nights
        self.said: list[Said] = []
        self.reference = f"20260915-{1000 + number}"
        self.parts = random.choice((1, 1, 1, 2, 3))
        self.placed = self._within(START - timedelta(days=9), nights[-1])
        self.total = 0
        self._count = 0
        self.paid: list[str] = []  # ids of its bank lines
        self.decided: list[str] = []

    def tell(self) -> list[Said]:
        random = self.random
        header = {
            "order_payment_option": random.choice(OPTIONS),
            "external_source": random.choice(("MIRAKL", "")),
            "customer_account_external_id": f"ACC{self.number % 4 + 1}",
            "currency": "USD" if self._now_and_then(0.05) else "EUR",
            "creation_date": told(self.placed),
        }
        for lo in range(1, self.parts + 1):
            self._export(lo, header)
        for _ in range(random.choice((0, 0, 1, 2, 3))):
            self._status()
        for _ in range(random.choice((0, 1, 1, 2))):
            self._provider(header["currency"])
        for _ in range(random.choice((0, 0, 1))):
            self._report(header["currency"])
        for _ in range(random.choice((0, 0, 1))):
            self._mirakl()
        for _ in range(random.choice((0, 1, 1, 2))):
            self._bank(header["currency"])
        for _ in range(random.choice((0, 0, 1))):
            self._incident()
        for _ in range(random.choice((0, 0, 1, 2, 4))):
            self._decision()
        return self.said

    def _say(self, feed: str, at: datetime, row: Row, part: int = 0) -> None:
        in_time = next((night for night, as_of in enumerate(self.nights) if as_of >= at), len(self.nights) - 1)
        night = in_time + self.random.choice((0, 0, 0, 0, 1, 1, 2, 3, -1, -2))
        self.said.append(Said(min(max(night, 0), len(self.nights) - 1), feed, part, row))

    def _now_and_then(self, share: float) -> bool:
        return self.random.random() < share

    def _within(self, first: datetime, last: datetime) -> datetime:
        return first + timedelta(hours=self.random.randint(0, max((last - first) // timedelta(hours=1), 0)))

    def _after(self, at: datetime, hours: int) -> datetime:
        return at + timedelta(hours=self.random.randint(0, hours))

    def _next(self) -> int:
        self._count += 1
        return self.number * 1000 + self._count

    def _name(self) -> str:
        lo = self.random.randint(1, self.parts)
        names = (
            self.reference,
            self.reference,
            f"{self.reference}-{lo}",
            f"EXT-{self.number}-{lo}",
            f"20260915-{1001 + self.number}",
        )
        return self.random.choice(names) if self._now_and_then(0.97) else f"20260915-9{self.number:03d}"

    def _export(self, lo: int, header: Mapping[str, str]) -> None:
        """Snapshots of one LO; some show it again unchanged, some with another content and the same date."""
        random, at, stage, shipped = self.random, self._after(self.placed, 200), self.random.choice((0, 0, 1, 3, 4)), ""
        price = random.choice((10, 20, 35, 50, 120))
        self.total += price
        external_id = "EXT-SHARED" if self.number % 7 == 3 else f"EXT-{self.number}-{lo}"
        for snapshot in range(random.choice((1, 1, 2, 3, 4))):
            status = USUAL[min(stage, 5)] if self._now_and_then(0.75) else random.choice(LOGISTIC_STATUSES)
            if status in ("SHIPPED", "PARTIALLY_SHIPPED", "COMPLETED") and not shipped:
                shipped = random.choice(("", *(told(at + timedelta(hours=late)) for late in (-30, -2, 0, 0, 5, 60))))
            row = {
                **header, "order_status": status, "update_date": told(at), "shipment_date": shipped, "order_external_id": external_id,
                "order_payment_status": random.choice(RECORDED),
            }  # fmt: skip
            confirmed = random.choice((price, price, price, price - 1, price - 5))
            lines = [order_line(self.reference, str(confirmed), lo, **row)]
            if self._now_and_then(0.7):
                state = "CANCELED" if self._now_and_then(0.1) else ""
                lines.append(
                    order_line(self.reference, "7", lo, **row, order_line_external_id="L2", order_line_status=state)
                )
            for time in range(random.choice((1, 1, 2))):
                first = len(self.said)
                self._say(
                    "orders",
                    at if not time else self._within(at, self.nights[-1] + timedelta(days=2)),
                    lines[0],
                    10 * snapshot + time,
                )
                self.said += [replace(self.said[first], row=line) for line in lines[1:]]
            if self._now_and_then(0.8):
                at = self._after(at + timedelta(hours=1), 200)
            stage += random.choice((0, 1, 1, 2))

    def _status(self) -> None:
        at, status = (
            self._after(self.placed, 400),
            self.random.choice((*LOGISTIC_STATUSES, "SHIPPED", "SHIPPED", "CANCELED")),
        )
        dated = told(at) if self._now_and_then(0.8) else ""
        self._say("status_imports", at, status_row(self._name(), status, effective_date=dated))

    def _provider(self, currency: str) -> None:
        random, number, at, name = self.random, self._next(), self._after(self.placed, 300), self._name()
        for kind in random.choice(PAYMENTS):
            event, amount = (
                self._next(),
                str(random.choice((self.total, self.total, self.total + 7, self.total // 2, 10, 0))),
            )
            for state in random.choice(STATES):
                named = random.choice((name, name, name, name, "", self._name()))
                row = {
                    "psp_reference": f"PSP-{number}",
                    "event_status": state,
                    "occurred_at": told(at),
                    "currency": currency,
                }
                stated = amount if self._now_and_then(0.95) else "10"
                self._say("psp/events", at, psp_event(named, kind, stated, event, **row))
                at = self._after(at, 60)

    def _report(self, currency: str) -> None:
        """Mangopay's own report of payments, some of which stand in the other folder too; or what Webhelp asserts."""
        random, at = self.random, self._after(self.placed, 300)
        amount = random.choice((self.total, self.total // 2 or 1, 10))
        author = random.choice(("BUYER", "BUYER", "SELLER"))
        for kind, nature in random.choice(MANGOPAY):
            number, name = self._next(), random.choice((self.reference, self._name(), ""))
            tagged = random.choice((name, name, f"order {name}"))
            row = {
                "TransactionId": random.choice((f"T-{number}", f"PSP-{self.number * 1000 + 1}")),
                "CreationDate": told(at),
                "AuthorId": author,
                "DebitedFundsAmount": f"{amount}00",
                "CreditedFundsAmount": f"{amount}00",
                "DebitedFundsCurrency": currency,
                "CreditedFundsCurrency": currency,
                "Type": kind,
                "Nature": nature,
                "Tag": tagged,
                "CreditedWalletId": random.choice(("W", "CREDIT_EUR")),
            }
            self._say("psp/mangopay", at, row)
            at = self._after(at, 100)
        if self._now_and_then(0.5):
            number, asserted = (
                self._next(),
                {"provider": "WEBHELP", "psp_reference": f"W-{self.number}", "currency": currency},
            )
            event = psp_event(
                self._name(),
                random.choice(("CAPTURE", "CAPTURE", "REFUND")),
                str(amount),
                1,
                occurred_at=told(at),
                **asserted,
            )
            for feed in random.choice((("psp/webhelp",), ("psp/webhelp",), ("psp/webhelp", "psp/events"))):
                self._say(feed, at, event)

    def _mirakl(self) -> None:
        """States of an order of Mirakl's, which DJUST may know, and of two parcels of it."""
        random, at, number = self.random, self._after(self.placed, 200), self.number
        lo = random.randint(1, self.parts)
        order_id, commercial = random.choice(
            (
                (f"EXT-{number}-{lo}", self.reference),
                (f"M-{number}-A", self.reference),
                (f"M-{number}-B", f"{self.reference}9"),
            )
        )
        for state in random.choice(MIRAKL):
            line = {
                "order_line_id": "L1",
                "order_line_state": random.choice((state, state, "INCIDENT_OPEN", "CANCELED")),
                "quantity": 4,
                "total_price": 20,
                "taxes": [{"amount": 4}],
                "shipped_date": random.choice((None, told(at))),
                "refunds": random.choice(
                    ([], [], [{"id": "R", "amount": 5, "state": "WAITING_REFUND", "created_date": told(at)}])
                ),
            }
            order = {
                "order_id": order_id,
                "commercial_id": commercial,
                "order_state": state,
                "currency_iso_code": "EUR",
                "total_price": 20,
                "order_tax_mode": random.choice(("TAX_INCLUDED", "TAX_EXCLUDED")),
                "has_incident": self._now_and_then(0.1),
                "shop_id": 1,
                "created_date": told(self.placed),
                "last_updated_date": told(at),
                "order_lines": [line],
                "payment_workflow": random.choice(WORKFLOWS),
            }
            self._say("mirakl/orders", at, {"json": json.dumps(order)})
            at = self._after(at, 150)
        for parcel, pieces in (("A", 1), ("B", 3)):
            for status in random.choice(PARCELS):
                shipment = {
                    "id": f"{parcel}-{number}", "order_id": order_id, "status": status, "shipped_date": told(at) if status == "SHIPPED" else None,
                    "shipment_lines": [{"order_line_id": random.choice(("L1", None)), "quantity": pieces}],
                }  # fmt: skip
                self._say("mirakl/shipments", at, {"json": json.dumps(shipment)})
                at = self._after(at, 100)

    def _bank(self, currency: str) -> None:
        """A credit; it may come back, what came back may bounce, and a statement may tell it again."""
        random, number, at = self.random, self._next(), self._after(self.placed, 400)
        amount = random.choice((self.total, self.total, self.total + 7, self.total // 2 or 1, self.total + 1))
        spelled = random.choice(
            (
                self.reference,
                f"{self.reference}-1",
                self._name(),
                self.reference.replace("-", " "),
                self.reference.replace("0", "O", 1),
                f"{self.reference[:-1]}7",
                f"{self.reference[:9]}{self.reference[10:]}",
            )
        )
        text = random.choice(
            (spelled, f"VIR {spelled}", f"{spelled} ET 20260915-{1001 + self.number}", f"FACT {spelled}-9", "MERCI")
        )
        same = {
            "currency": currency, "end_to_end_id": random.choice(("", f"E2E-{number}", f"E2E-{number}")),
            "payer_iban": random.choice((f"FR{self.number % 4}", f"FR{self.number % 4}", "", "FR9")),
        }  # fmt: skip
        for turn, sign in enumerate(random.choice(((1,), (1,), (1, -1), (1, -1, 1)))):
            day, reference = at.strftime("%Y-%m-%d"), random.choice((f"BR{number}-{turn}",) * 3 + ("",))
            row = bank_line(
                str(sign * amount), text, booking_date=day, value_date=day, bank_reference=reference, **same
            )
            row["RtrInf"] = "AC04" if turn and self._now_and_then(0.4) else ""
            if reference:
                self.paid.append(payment_id("bank", OWN_ACCOUNT, day, f"{sign * amount:.2f}", currency, reference, "1"))
            for part in range(random.choice((1, 1, 1, 2))):
                self._say("bank", at, row, part)
            at = self._after(at, 200)

    def _incident(self) -> None:
        at, number, name = self._after(self.placed, 500), self._next(), self._name()
        opened = told(at)
        for state in self.random.choice(INCIDENTS):
            named = name if self._now_and_then(0.8) else self._name()
            self._say("incidents", at, incident(named, state, number, opened_at=opened, updated_at=told(at)))
            at = self._after(at, 300)

    def _decision(self) -> None:
        at, action = self._after(self.placed, 600), self.random.choice(DECIDED)
        random, number = self.random, self._next()
        needs = {
            "WRITE_OFF": {"amount": "5"},
            "SET_LOGISTIC_STATUS": {"value": random.choice(LOGISTIC_STATUSES)},
            "SET_PAYMENT_STATUS": {"value": random.choice(("PAID", "REFUNDED", "WAITING_PAYMENT"))},
            "SET_DUE_DATE": {"value": told(self._after(at, 900))[:10]},
            "ASSIGN": {"amount": random.choice(("", "5", "20"))},
            "UNDO": {"value": random.choice(self.decided or ["D0"])},
        }
        if action in ("ASSIGN", "UNASSIGN", "IGNORE_PAYMENT"):
            needs.setdefault(action, {})["payment_id"] = random.choice(self.paid or ["pay_0000000000000000"])
        named = "" if action == "UNDO" or (action == "UNASSIGN" and random.random() < 0.5) else self._name()
        self._say("decisions", at, decision(action, named, number, decided_at=told(at), **needs.get(action, {})))
        self.decided.append(f"D{number}")


class Tale:
    """Several nights of several orders: files, settings, accounts; in some nights nothing moves but the clock.

    In a steady shop settings and accounts stay as they are, so that every night goes by what changed.
    """

    def __init__(self, random: Random, orders: Sequence[int], nights: int = 6, *, steady: bool = False) -> None:
        self.random = random
        self.nights = [START]
        for _ in range(nights - 1):
            self.nights.append(self.nights[-1] + timedelta(hours=random.choice(GAPS)))
        self.rules = [random.choice(RULES) if random.random() < 0.25 and not steady else {} for _ in self.nights]
        quiet = random.randint(1, nights - 1)
        self.files: dict[tuple[int, str, int], list[Row]] = {}
        for order in orders:
            story = Story(Random(f"{random.random()}"), order, self.nights)  # noqa: S311  # a story is no secret
            for said in _in_files(story.tell()):
                night = said.night - 1 if said.night == quiet else said.night
                self.files.setdefault((night, said.feed, said.part + 100 * (night != said.night)), []).append(said.row)
        for night in range(nights):
            if night == 0 or (night != quiet and random.random() < 0.4 and not steady):
                self.files[night, "reference", 0] = [self._account(number) for number in range(1, random.randint(2, 5))]

    def _account(self, number: int) -> Row:
        random = self.random
        return account(
            f"ACC{number}", requires_approval=random.choice(("true", "false")), ibans=random.choice(("", f"FR{number}")),
            bank_transfer_mode=random.choice(("", "BANK_WIRE_ON_ACCEPTANCE")),
        )  # fmt: skip

    def drop(self, shop: Shop, night: int) -> None:
        """The settings and the files of one night; most names tell an instant, some do not."""
        shop.settle(self.rules[night])
        stamp = f"{self.nights[night] - timedelta(hours=1):%Y%m%dT%H%M%SZ}"
        for (when, feed, part), listed in sorted(self.files.items()):
            if when == night:
                kind = "accounts" if feed == "reference" else "rows"
                name = f"{kind}-{night}-{part}{f'-{stamp}' if part % 4 != 3 else ''}"
                if feed.startswith("mirakl/"):
                    shop.write_lines(feed, f"{name}.ndjson", listed)
                else:
                    shop.write(feed, f"{name}.csv", listed)


def _in_files(said: Iterable[Said]) -> Iterator[Said]:
    """A file shows an LO once: its second snapshot of a night stands in a file of its own."""
    places: dict[tuple[int, str], list[int]] = {}
    for one in said:
        parts = places.setdefault((one.night, one.row.get("Order Reference", "")), [])
        if one.feed == "orders" and one.part not in parts:
            parts.append(one.part)
        yield replace(one, part=parts.index(one.part)) if one.feed == "orders" else one
