"""In whatever order files come, whole or cut, in one night or several: the same tables (domain.md §2 and §5).

Three things do depend on it and are kept out of these worlds: status rows without a date of their own, completions that were
applied before a late word came, and matches that were published before an order was known.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.builders import Row, account, bank_line, decision, incident, order_line, psp_event, status_row
from tests.nights import Shop, Tables, difference, money_lost, tables, told

LAST = datetime.fromisoformat("2026-10-20T22:00:00Z")
NIGHTS = [LAST - timedelta(hours=hours) for hours in (60, 36, 12, 0)]  # less than any term of days apart
DAY = timedelta(days=1)
BY_ARRIVAL = ("file_id", "line_number", "first_seen_at", "finding_id", "new_orders")
BUT = ("main.files", "main.quarantine", "main.runs", "main.money_proof")

worlds = settings(
    max_examples=2,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@dataclass(frozen=True)
class Unit:
    """Rows that stay together in a file: an LO of an export, a statement, the states of an operation; and the instant of their file."""

    feed: str
    instant: datetime
    rows: tuple[Row, ...]
    night: int = 0  # not before this one


def _export_after(at: datetime, days: int) -> datetime:
    """The next export's instant, or that of a later one: there is one every four days."""
    since = LAST - 20 * DAY
    return since + 4 * DAY * ((at - since) // (4 * DAY) + 1) + days * DAY


class Order:
    """What is known about one order in the end. Its account, amounts and payers are its own, so that no other order decides for it."""

    def __init__(self, random: Random, number: int, *, spread: bool) -> None:
        self.random, self.number, self.spread = random, number, spread
        self.reference, self.account = f"20260915-{2000 + number}", f"ACC{number}"
        self.units: list[Unit] = []
        self.parts = random.choice((1, 1, 2, 3))
        self.total = 0
        # Its first snapshots come in one night; its payments in that one or later, or the order comes last.
        self.first = random.randint(0, 3) if spread else 0
        self.paid_from = random.choice((self.first, 0 if self.first == 3 else self.first))

    def tell(self) -> list[Unit]:
        random = self.random
        option = random.choice(
            ("CREDIT_CARD", "DIRECT_PAYMENT", "BANK_WIRE_ON_ACCEPTANCE", "BANK_WIRE_ON_DUE_DATE", "BANK_WIRE")
        )
        mirakl = random.choice(("", "MIRAKL"))
        for lo in range(1, self.parts + 1):
            self._export(
                lo,
                {
                    "order_payment_option": option,
                    "external_source": mirakl,
                    "customer_account_external_id": self.account,
                },
            )
        for _ in range(random.choice((0, 1, 2, 3))):
            self._status()
        for _ in range(random.choice((0, 1, 2))):
            self._provider()
        for _ in range(random.choice((0, 0, 1, 1, 2))):
            self._bank()
        for _ in range(random.choice((0, 0, 1))):
            self._incident()
        for letter in random.choice(("", "", "A", "AB")):
            self._mirakl(letter)
        self._decisions(random.choice((0, 0, 1)))
        modes = random.choice(("", "BANK_WIRE_ON_ACCEPTANCE"))
        self._say(
            "reference",
            account(self.account, requires_approval=random.choice(("true", "false")), bank_transfer_mode=modes),
        )
        return self.units

    def _say(self, feed: str, *rows: Row, night: int = 0, instant: datetime = LAST - DAY) -> None:
        self.units.append(Unit(feed, instant, rows, night))

    def _at(self, first: int = 0, last: int = 15 * 24) -> datetime:
        return LAST - timedelta(days=16) + timedelta(hours=self.random.randint(first, last))

    def _name(self) -> str:
        return self.random.choice((self.reference, f"{self.reference}-{self.random.randint(1, self.parts)}"))

    def _export(self, lo: int, header: dict[str, str]) -> None:
        random, price = self.random, 10 + 7 * lo + 31 * self.number
        self.total += price
        stages, at = (
            random.choice(
                (
                    ("ORDER_CREATED", "ACCEPTED_BY_SUPPLIER", "SHIPPED"),
                    ("SHIPPED", "SHIPPED"),
                    ("WAITING_SHIPMENT", "CANCELED"),
                )
            ),
            self._at(0, 24),
        )
        for place, status in enumerate(stages):
            shipped = told(at) if status == "SHIPPED" else ""
            row = {
                **header,
                "order_status": status,
                "update_date": told(at),
                "shipment_date": shipped,
                "order_external_id": f"EXT{self.number}X{lo}",
            }
            lines = [order_line(self.reference, str(price - random.choice((0, 0, 1))), lo, **row)]
            lines += (
                [order_line(self.reference, "7", lo, **row, order_line_external_id="L2")]
                if random.random() < 0.6
                else []
            )
            for _ in range(random.choice((1, 1, 2))):
                night = self.first + (random.randint(0, 3 - self.first) if place else 0)
                self._say("orders", *lines, night=night, instant=_export_after(at, random.choice((0, 0, 4))))
            if random.random() < 0.8:
                at += timedelta(hours=random.randint(1, 100))

    def _status(self) -> None:
        status, at = (
            self.random.choice(("ACCEPTED_BY_SUPPLIER", "WAITING_SHIPMENT", "SHIPPED", "CANCELED", "COMPLETED")),
            self._at(),
        )
        self._say("status_imports", status_row(self._name(), status, effective_date=told(at)))

    def _provider(self) -> None:
        random, payment, at = self.random, f"P{self.number}-{len(self.units)}", self._at()
        for kind in random.choice(
            (
                ("AUTHORIZATION", "CAPTURE"),
                ("CAPTURE", "REFUND"),
                ("CAPTURE", "CHARGEBACK"),
                ("AUTHORIZATION", "VOID"),
                ("CAPTURE",),
            )
        ):
            rows = []
            for state in random.choice(
                (("SUCCEEDED",), ("SUCCEEDED",), ("FAILED",), ("PENDING", "SUCCEEDED"), ("PENDING", "FAILED"))
            ):
                same = {
                    "psp_reference": payment,
                    "event_id": f"{payment}-{kind}",
                    "event_status": state,
                    "occurred_at": told(at),
                }
                rows.append(psp_event(self.reference, kind, str(random.choice((self.total, 10))), **same))
                at += timedelta(hours=random.randint(1, 9))
            self._say("psp/events", *rows, night=self.paid_from)

    def _bank(self) -> None:
        """A statement: a credit, twins, a credit and its return; the text names the order, or one that nobody knows."""
        random, end_to_end, at = self.random, f"E{self.number}-{len(self.units)}", self._at()
        text = random.choice((f"VIR {self._name()}", f"VIR {self._name()}", f"VIR 20260101-{self.number}"))
        amount, day = random.choice((self.total, self.total - 3, 11)), at.strftime("%Y-%m-%d")
        row = {"booking_date": day, "value_date": day, "payer_iban": f"FR{self.number}", "end_to_end_id": end_to_end}
        credit = bank_line(str(amount), text, **row, bank_reference=random.choice(("", end_to_end)))
        back = bank_line(str(-amount), text, **row, bank_reference=f"{end_to_end}R") | {"RtrInf": "AC04"}
        statement = random.choice(((credit,), (credit, credit), (credit, back)))
        for _ in range(random.choice((1, 1, 2))):
            self._say("bank", *statement, night=self.paid_from)

    def _mirakl(self, letter: str) -> None:
        """States of an order of Mirakl's, in DJUST by its external id or not, and of two parcels of it."""
        random, at = self.random, self._at(0, 200)
        order_id = random.choice((f"EXT{self.number}X1", f"M{self.number}-{letter}"))
        for state in random.choice(
            (("WAITING_ACCEPTANCE", "SHIPPING"), ("SHIPPING",), ("SHIPPING", "SHIPPED"), ("STAGING", "CANCELED"))
        ):
            line = {
                "order_line_id": "L1",
                "order_line_state": state,
                "quantity": 4,
                "total_price": 20,
                "taxes": [{"amount": 4}],
            }
            order = {
                "order_id": order_id, "commercial_id": self.reference, "order_state": state, "currency_iso_code": "EUR", "total_price": 20,
                "order_tax_mode": random.choice(("TAX_INCLUDED", "TAX_EXCLUDED")), "has_incident": random.random() < 0.2, "shop_id": 1,
                "created_date": told(at), "last_updated_date": told(at), "order_lines": [line],
            }  # fmt: skip
            self._say("mirakl/orders", {"json": json.dumps(order)}, night=self.first)
            at += timedelta(hours=random.randint(1, 60))
        for parcel, pieces in (("A", 1), ("B", 3)):
            for status in random.choice(((), ("SHIPPING", "SHIPPED"), ("SHIPPED",), ("CANCELED",))):
                shipment = {
                    "id": f"{parcel}-{order_id}", "order_id": order_id, "status": status, "shipped_date": told(at) if status == "SHIPPED" else None,
                    "shipment_lines": [{"order_line_id": "L1", "quantity": pieces}], "last_updated_date": told(at),
                }  # fmt: skip
                self._say("mirakl/shipments", {"json": json.dumps(shipment)}, night=self.first)
                at += timedelta(hours=random.randint(1, 60))

    def _incident(self) -> None:
        at, number = self._at(), self.number
        for state in self.random.choice((("OPEN",), ("OPEN", "CLOSED"))):
            self._say(
                "incidents",
                incident(
                    self.reference, state, number, opened_at=told(at), updated_at=told(at + DAY * (state == "CLOSED"))
                ),
            )

    def _decisions(self, count: int) -> None:
        for turn in range(count):
            number, at = 10 * self.number + turn, told(self._at())
            # A decided status counts from the night that exports it, so it is decided where there is only one.
            actions = (
                ("HOLD_COMPLETION", "WRITE_OFF")
                if self.spread
                else ("HOLD_COMPLETION", "WRITE_OFF", "SET_LOGISTIC_STATUS")
            )
            action = self.random.choice(actions)
            needs = {"WRITE_OFF": {"amount": "2"}, "SET_LOGISTIC_STATUS": {"value": "SHIPPED"}}
            self._say(
                "decisions", decision(action, f"{self.reference}-1", number, decided_at=at, **needs.get(action, {}))
            )


def _world(random: Random, orders: int, *, spread: bool) -> list[Unit]:
    return [
        unit
        for number in range(1, orders + 1)
        for unit in Order(Random(random.random()), number, spread=spread).tell()  # noqa: S311
    ]


def _drop(shop: Shop, units: Iterable[Unit], random: Random | None = None, cut: int = 1) -> None:
    """Files of the units, by feed and instant; each cut into `cut` with other names, which keep the instant, and loaded in their order."""
    files: dict[tuple[str, datetime, int, int], list[Row]] = {}
    shows: dict[tuple[str, datetime, int, str], int] = {}
    for unit in units:
        part = random.randrange(cut) if random else 0
        # One file shows an LO once, and one statement is one file.
        key = (unit.feed, unit.instant, part, unit.rows[0]["Order Reference"] if unit.feed == "orders" else "")
        nth = shows[key] = shows.get(key, -1) + 1 if unit.feed in ("orders", "bank") else 0
        files.setdefault((unit.feed, unit.instant, part, nth), []).extend(unit.rows)
    for (feed, instant, part, nth), rows in files.items():
        name = "accounts" if feed == "reference" else f"{random.randrange(10**6) if random else 'whole'}"
        file = f"{name}-{instant:%Y%m%dT%H%M%SZ}-{part}-{nth}-{random.randrange(10**6) if random else ''}"
        if feed.startswith("mirakl/"):
            shop.write_lines(feed, f"{file}.ndjson", rows)
        else:
            shop.write(feed, f"{file}.csv", rows)


def _published(shop: Shop) -> Tables:
    """What does not depend on the order of arrival; of findings what is open, since some end on the way."""
    found = tables(shop.published_file, ["main"], but=BUT, without=BY_ARRIVAL)
    listed = found["main.findings"]
    found["main.findings"] = type(listed)(
        {row: times for row, times in listed.items() if "'state': RESOLVED" not in row}
    )
    return found


def _shuffled(random: Random, units: Sequence[Unit]) -> list[Unit]:
    return random.sample(units, len(units))


@worlds
@given(random=st.randoms(use_true_random=True))
def test_in_one_night(random: Random) -> None:
    units = _world(random, 8, spread=False)
    with TemporaryDirectory() as folder:
        whole, cut = Shop(Path(folder) / "whole"), Shop(Path(folder) / "cut")
        _drop(whole, units)
        _drop(cut, _shuffled(random, units), random, 3)
        cut.by_hand("night", told(LAST))
        feeds = [
            "order_exports",
            "mirakl_reports",
            "status_imports",
            "psp_events",
            "bank_lines",
            "incident_reports",
            "decisions",
            "reference_data",
        ]
        for asset in random.sample(feeds, 2):
            cut.by_hand(asset)
        for shop in (whole, cut):
            shop.run(told(LAST))
            assert not money_lost(shop.published_file)
        assert not difference(_published(whole), _published(cut))
        assert _exported(whole) == _exported(cut)


@worlds
@given(random=st.randoms(use_true_random=True))
def test_over_several_nights(random: Random) -> None:
    units = _world(random, 8, spread=True)
    with TemporaryDirectory() as folder:
        whole, spread = Shop(Path(folder) / "whole"), Shop(Path(folder) / "spread")
        _drop(whole, units)
        whole.run(told(LAST))
        nights = [
            unit.night if unit.feed == "orders" else random.randint(unit.night, len(NIGHTS) - 1) for unit in units
        ]
        for night, as_of in enumerate(NIGHTS):
            tonight = [unit for unit, when in zip(units, nights, strict=True) if when == night]
            _drop(spread, _shuffled(random, tonight), random, 2)
            spread.run(told(as_of))
        assert not difference(_published(whole), _published(spread))
        assert _exported(whole) == _exported(spread)


def _exported(shop: Shop) -> dict[str, list[str]]:
    return {reference: sorted(statuses) for reference, statuses in shop.exported().items()}
