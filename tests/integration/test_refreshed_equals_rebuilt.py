"""What a night recomputed for the keys that changed is what a rebuild of everything gives (architecture, The store)."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.builders import Row, bank_line, decision, incident, order_line, psp_event, status_row
from tests.nights import Shop, Tale, difference, money_lost, tables, told

BY_HAND = (
    "order_exports",
    "mirakl_reports",
    "status_imports",
    "psp_events",
    "bank_lines",
    "incident_reports",
    "decisions",
    "reference_data",
    "order_lines",
    "references",
    "incidents",
    "operations",
    "movements",
    "payouts",
    "decisions_made",
    "due_completions",
    "status_events",
    "completions",
    "dues",
    "payments",
    "payment_matches",
    "logistic_orders",
    "orders",
    "findings",
)

# A world costs seconds, so there are few of many orders each; the seeds are told, and nothing is shrunk.
worlds = settings(
    max_examples=2,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@worlds
@given(random=st.randoms(use_true_random=True))
def test_nights_of_many_orders(random: Random) -> None:
    _lived_through(Tale(random, range(16)), random)


@settings(worlds, max_examples=1)
@given(random=st.randoms(use_true_random=True))
def test_nights_of_a_steady_shop(random: Random) -> None:
    _lived_through(Tale(random, range(16), steady=True), random)


def _lived_through(tale: Tale, random: Random) -> None:
    with TemporaryDirectory() as folder:
        shop = Shop(Path(folder) / "shop")
        for night, at in enumerate(map(told, tale.nights)):
            tale.drop(shop, night)
            if night in (2, 4):
                shop.by_hand("night", at)
                for asset in random.sample(BY_HAND, 4):
                    shop.by_hand(asset)
            shop.run(at)
            assert not shop.told_otherwise_anew(), f"night {night}"
            assert not money_lost(shop.published_file), f"night {night}"
        published = tables(shop.published_file, ["main"], but=["main.runs", "main.money_proof"])
        shop.run(at)
        assert not difference(
            published, tables(shop.published_file, ["main"], but=["main.runs", "main.money_proof"])
        ), "run again"


# --- Terms that pass -----------------------------------------------------------------------------

# Everything below is reached at the same instant, midnight in Paris; the night before it ends a second earlier.
FIRST_SIGHT, ALMOST, REACHED = "2026-11-07T23:00:00Z", "2026-11-10T22:59:59Z", "2026-11-10T23:00:00Z"
LONG_AGO = "2026-10-01T08:00:00Z"


def order(number: int, status: str, since: str = LONG_AGO, **columns: str) -> Row:
    return order_line(
        f"20261001-{number}",
        "40.00",
        **{"order_status": status, "update_date": since, "creation_date": LONG_AGO} | columns,
    )


def mirakl(number: int, status: str, since: str, **columns: str) -> Row:
    return order(number, status, since, external_source="MIRAKL", shipment_date=since, **columns)


def card(number: int, status: str = "WAITING_SHIPMENT", since: str = LONG_AGO) -> Row:
    return order(number, status, since, order_payment_option="CREDIT_CARD")


def event(number: int, kind: str, at: str, reference: str | None = None, **columns: str) -> Row:
    name = f"20261001-{number}" if reference is None else reference
    return psp_event(
        name,
        kind,
        "40.00",
        **{"psp_reference": f"P{number}", "event_id": f"{kind}{number}", "occurred_at": at} | columns,
    )


ORDERS = [
    mirakl(11, "SHIPPED", "2026-10-20T23:00:00Z"),
    card(12, "ORDER_CREATED"),
    card(13),
    card(14),
    order(15, "SHIPPED", LONG_AGO),
    mirakl(16, "PARTIALLY_SHIPPED", "2026-10-11T23:00:00Z"),
    order(19, "WAITING_SHIPMENT"),
    card(20),
    order(21, "SHIPPED"),
    order(22, "ACCEPTED_BY_SUPPLIER"),
    order(23, "ACCEPTED_BY_SUPPLIER"),
    order(24, "SHIPPED"),
    mirakl(25, "SHIPPED", LONG_AGO),
    order(26, "SHIPPED"),
    mirakl(27, "SHIPPED", LONG_AGO),
    mirakl(28, "SHIPPED", LONG_AGO) | {"Shipment Date": REACHED},
    card(29),
    card(30),
    card(31),
    order_line("20261001-31", "-10.00", 2, order_status="WAITING_SHIPMENT", update_date=LONG_AGO, order_payment_option="CREDIT_CARD"),
]  # fmt: skip
NEWER_ORDERS = [
    card(14, "SHIPPED", "2026-11-09T23:00:00Z"),
    card(31, "SHIPPED", "2026-11-09T23:00:00Z"),
    order(15, "SHIPPED", "2026-11-05T23:00:00Z", order_payment_status="PAID"),
    order(22, "WAITING_SHIPMENT", REACHED),
]
EVENTS = [
    event(12, "AUTHORIZATION", "2026-11-07T23:00:00Z", event_status="FAILED"),
    event(13, "AUTHORIZATION", "2026-10-11T23:00:00Z"),
    event(20, "CAPTURE", REACHED),
    event(29, "AUTHORIZATION", "2026-11-05T10:00:00Z"),
    event(29, "CAPTURE", REACHED, reference=""),
    event(30, "AUTHORIZATION", "2026-11-05T10:00:00Z"),
    event(30, "VOID", REACHED),
    event(31, "CAPTURE", "2026-11-05T10:00:00Z", amount="35.00"),
]
STATUSES = [
    status_row("20261001-99-1", "SHIPPED", effective_date="2026-11-01T10:00:00Z"),
    status_row("20261001-19-1", "SHIPPED", effective_date=REACHED),
]
LINES = [
    bank_line("40.00", "VIR 20251231-98", 1, booking_date="2026-11-08", value_date="2026-11-08"),
    bank_line("40.00", "VIR 20261001-21", 2, booking_date="2026-11-11", value_date="2026-11-11"),
]
DECISIONS = [
    decision("SET_LOGISTIC_STATUS", "20261001-23-1", 1, value="SHIPPED", decided_at=REACHED),
    decision("WRITE_OFF", "20261001-24", 2, amount="40.00", decided_at=REACHED),
    decision("HOLD_COMPLETION", "20261001-25-1", 3, decided_at="2026-11-01T10:00:00Z"),
    decision("RELEASE_COMPLETION", "20261001-25-1", 4, decided_at=REACHED),
]
COMPLAINTS = [
    incident("20261001-26", "OPEN", 1, opened_at=REACHED),
    incident("20261001-27-1", "OPEN", 2, opened_at="2026-11-01T10:00:00Z"),
    incident("20261001-27-1", "CLOSED", 2, opened_at="2026-11-01T10:00:00Z", updated_at=REACHED),
]


def _of(table: str, column: str, number: int) -> str:
    key = "order_reference" if table == "orders" else "logistic_reference"
    return f"select {column} from {table} where {key} = '20261001-{number}{'' if table == 'orders' else '-1'}'"


def _finding(code: str, reference: str) -> str:
    return f"select state from findings where code = '{code}' and starts_with(order_reference, '{reference}')"


TERMS = {
    "completion, 21 days": (_of("completions", "outcome", 11), "WAITING", "COMPLETED"),
    "refusal, 72 hours": (_of("logistic_orders", "logistic_status", 12), "ORDER_CREATED", "CANCELED"),
    "authorisation, 30 days": (_of("orders", "payment_status", 13), "AUTHORIZED", "WAITING_AUTHORIZATION"),
    "capture grace, 24 hours": (_finding("SHIPPED_BEFORE_PAID", "20261001-14"), None, "OPEN"),
    "capture grace, beside a rebate": (_finding("SHIPPED_BEFORE_PAID", "20261001-31"), None, "OPEN"),
    "evidence, 5 days": (_of("orders", "payment_action", 15), "", "REVIEW"),
    "stale, 30 days": (_finding("STALE_PARTIAL_SHIPMENT", "20261001-16"), None, "OPEN"),
    "unknown order, 3 days": (_finding("UNKNOWN_ORDER", "20261001-99"), None, "OPEN"),
    "unknown reference, 3 days": (
        "select f.severity from findings f join payments p using (payment_id) where p.remittance = 'VIR 20251231-98'", "INFO", "ACTION",
    ),
    "a status row dated ahead": (_of("logistic_orders", "logistic_status", 19), "WAITING_SHIPMENT", "SHIPPED"),
    "a PSP event dated ahead": (_of("orders", "payment_status", 20), "WAITING_AUTHORIZATION", "PAID"),
    "a bank line dated ahead": (_of("orders", "balance_state", 21), "UNPAID", "PAID"),
    "an export dated ahead": (_of("logistic_orders", "recorded_logistic_status", 22), "ACCEPTED_BY_SUPPLIER", "WAITING_SHIPMENT"),
    "a decided status dated ahead": (_of("logistic_orders", "logistic_status", 23), "ACCEPTED_BY_SUPPLIER", "SHIPPED"),
    "a write-off dated ahead": (_of("orders", "amount_outstanding::varchar", 24), "40.00", "0.00"),
    "a release dated ahead": (_of("completions", "outcome", 25), "BLOCKED", "COMPLETED"),
    "an incident dated ahead": (_of("orders", "has_open_incident::varchar", 26), "false", "true"),
    "the end of an incident dated ahead": (_of("completions", "outcome", 27), "BLOCKED", "COMPLETED"),
    "a shipment dated ahead": (_of("completions", "outcome", 28), "BLOCKED", "WAITING"),
    "an event without an order dated ahead": (_of("orders", "payment_status", 29), "AUTHORIZED", "PAID"),
    "a void dated ahead": (_of("orders", "payment_status", 30), "AUTHORIZED", "WAITING_AUTHORIZATION"),
}  # fmt: skip


@pytest.fixture(scope="module")
def passing(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, str]]:
    """The published file of two nights between which only the clock moved, each with what a rebuild says otherwise."""
    folder = tmp_path_factory.mktemp("terms")
    shop = Shop(folder / "shop")
    shop.write("orders", "1-20261107T220000Z.csv", ORDERS)
    shop.write("orders", "2-20261107T230000Z.csv", NEWER_ORDERS)
    for feed, rows in (
        ("psp/events", EVENTS),
        ("status_imports", STATUSES),
        ("bank", LINES),
        ("decisions", DECISIONS),
        ("incidents", COMPLAINTS),
    ):
        shop.write(feed, "all.csv", rows)
    seen: dict[str, tuple[Path, str]] = {}
    for as_of in (FIRST_SIGHT, ALMOST, REACHED):
        shop.run(as_of)
        shutil.copyfile(shop.published_file, folder / f"{len(seen)}.duckdb")
        seen[as_of] = (folder / f"{len(seen)}.duckdb", shop.told_otherwise_anew())
    return seen


@pytest.mark.parametrize("term", TERMS)
def test_a_term_that_passes(term: str, passing: dict[str, tuple[Path, str]]) -> None:
    query, before, after = TERMS[term]
    assert (_value(passing[ALMOST][0], query), _value(passing[REACHED][0], query)) == (before, after)


def _value(file: Path, query: str) -> str | None:
    with duckdb.connect(str(file), read_only=True) as con:
        found = con.execute(query).fetchall()
    assert len(found) <= 1
    return found[0][0] if found else None


@pytest.mark.parametrize("as_of", [FIRST_SIGHT, ALMOST, REACHED])
def test_where_only_the_clock_moved(as_of: str, passing: dict[str, tuple[Path, str]]) -> None:
    assert not passing[as_of][1]


# --- Where the two once differed -----------------------------------------------------------------

NIGHTS = tuple(f"2026-10-{day:02}T22:00:00Z" for day in (1, 6, 11, 16))
Drops = Sequence[dict[str, list[Row]]]

SHOWN, LATER = "2026-09-30T08:00:00Z", "2026-10-03T08:00:00Z"
A_PAYER, ANOTHER, A_THIRD, A_FOURTH, A_FIFTH = (
    "DE89370400440532013000",
    "GB29NWBK60161331926819",
    "BE68539007547034",
    "NL91ABNA0417164300",
    "FI2112345600000785",
)
DIFFERED: dict[str, Drops] = {
    "an older snapshot of one date is shown again": (
        {"orders": [order(31, "SHIPPED", SHOWN)]},
        {"orders": [order(31, "SHIPPED", SHOWN, line_total_with_tax="41.00")]},
        {"orders": [order(31, "SHIPPED", SHOWN)]},
    ),
    "a status row comes after the record was shown again": (
        {"orders": [order(32, "WAITING_SHIPMENT", SHOWN)]},
        {"orders": [order(32, "WAITING_SHIPMENT", SHOWN)]},
        {"status_imports": [status_row("20261001-32-1", "SHIPPED", effective_date="2026-10-02T10:00:00Z")]},
    ),
    "a credit that nobody matched comes back": (
        {"bank": [bank_line("33.00", "MERCI 33", 33, booking_date="2026-10-01", end_to_end_id="E33")]},
        {"bank": [bank_line("-33.00", "RETOUR 33", 330, booking_date="2026-10-05", end_to_end_id="E33") | {"RtrInf": "AC04"}]},
    ),
    "an operation turns to another order": (
        {"orders": [card(34), card(35)], "psp/events": [event(34, "CAPTURE", SHOWN, event_status="PENDING")]},
        {"psp/events": [event(34, "CAPTURE", LATER, "20261001-35")]},
        {"status_imports": [status_row("20261001-34-1", "SHIPPED", effective_date="2026-10-10T10:00:00Z")]},
    ),
    "an incident turns to another order": (
        {"orders": [order(36, "SHIPPED"), order(37, "SHIPPED")], "incidents": [incident("20261001-36", "OPEN", 36, opened_at=SHOWN)]},
        {"incidents": [incident("20261001-37", "OPEN", 36, opened_at=SHOWN, updated_at=LATER)]},
        {"incidents": [incident("20261001-36", "OPEN", 99, opened_at="2026-10-10T10:00:00Z")]},
    ),
    "a matched operation gets another date": (
        {"orders": [card(38), order_line("20261001-38", "60.00", 2, order_payment_option="CREDIT_CARD", creation_date=LONG_AGO)],
         "psp/events": [event(38, "CAPTURE", "2026-10-01T09:00:00Z", amount="30.00"),
                        event(38, "CAPTURE", "2026-10-01T10:00:00Z", amount="40.00", event_id="SECOND38")]},
        {"psp/events": [event(38, "CAPTURE", LATER, amount="30.00")]},
    ),
    "what comes back names an unknown reference": (
        {"orders": [order(39, "SHIPPED")],
         "bank": [bank_line("40.00", "VIR 20261001-39", 39, booking_date="2026-09-29", end_to_end_id="E39"),
                  bank_line("-40.00", "VIR 20261001-97", 390, booking_date="2026-10-01", end_to_end_id="E39") | {"RtrInf": "AC04"}]},
    ),
    "a state without an order comes dated ahead": (
        {"orders": [card(40)], "psp/events": [event(40, "AUTHORIZATION", SHOWN), event(40, "CAPTURE", LATER, reference="")]},
    ),
    "an incident's next state is dated ahead and names another order": (
        {"orders": [order(41, "SHIPPED"), order(42, "SHIPPED")],
         "incidents": [incident("20261001-41", "OPEN", 41, opened_at=SHOWN), incident("20261001-42", "OPEN", 41, opened_at=SHOWN, updated_at=LATER)]},
    ),
    "an operation's next state is dated ahead and names another order": (
        {"orders": [card(43), card(44)],
         "psp/events": [event(43, "CAPTURE", SHOWN, event_status="PENDING"), event(43, "CAPTURE", LATER, "20261001-44")]},
    ),
    "who is not asked teaches who was silent": (
        {"orders": [order(47, "SHIPPED", customer_account_external_id="ACC47"),
                    order(48, "SHIPPED", line_total_with_tax="48.00", customer_account_external_id="ACC47")],
         "bank": [bank_line("48.00", "MERCI 48", 48, booking_date="2026-10-01", payer_iban=A_PAYER)]},
        {"bank": [bank_line("40.00", "VIR 20261001-47", 47, booking_date="2026-09-30", payer_iban=A_PAYER)]},
    ),
    "who is not asked leaves what was silently paid": (
        {"orders": [order(49, "SHIPPED", customer_account_external_id="ACC49"),
                    order(51, "SHIPPED", line_total_with_tax="51.00", customer_account_external_id="ACC49")],
         "bank": [bank_line("40.00", "VIR 20261001-49", 49, booking_date="2026-09-28", payer_iban=ANOTHER),
                  bank_line("16.00", "MERCI 16", 16, booking_date="2026-10-01", payer_iban=ANOTHER)]},
        {"bank": [bank_line("35.00", "VIR 20261001-51", 51, booking_date="2026-09-30", payer_iban="")]},
    ),
    "who is asked leaves what was silently paid": (
        {"orders": [order(52, "SHIPPED", customer_account_external_id="ACC52"),
                    order(53, "SHIPPED", line_total_with_tax="53.00", customer_account_external_id="ACC52")],
         "bank": [bank_line("40.00", "VIR 20261001-52", 52, booking_date="2026-09-28", payer_iban=A_THIRD),
                  bank_line("36.00", "CDE20261001-53", 53, booking_date="2026-09-30", payer_iban=A_THIRD),
                  bank_line("17.00", "MERCI 17", 17, booking_date="2026-10-01", payer_iban=A_THIRD)]},
    ),
    "what a standing match gave is given back, and fits again": (
        {"orders": [order(54, "SHIPPED", customer_account_external_id="ACC54"),
                    order(55, "SHIPPED", line_total_with_tax="55.00", customer_account_external_id="ACC54")],
         "bank": [bank_line("40.00", "VIR 20261001-54", 54, booking_date="2026-09-28", payer_iban=A_FOURTH),
                  bank_line("55.00", "VIR 20261001-55", 55, booking_date="2026-09-28", payer_iban=A_FOURTH, end_to_end_id="E55"),
                  bank_line("55.00", "MERCI 55", 550, booking_date="2026-10-01", payer_iban=A_FOURTH)]},
        {"bank": [bank_line("-55.00", "VIR 20261001-55", 551, booking_date="2026-09-30", payer_iban=A_FOURTH, end_to_end_id="E55")
                  | {"RtrInf": "AC04"}]},
    ),
    "a refund by a copied id comes before what it refunds": (
        {"orders": [order(58, "SHIPPED")],
         "bank": [bank_line("-12.58", "REMB 58", 580, booking_date="2026-09-30", payer_iban=A_FIFTH, end_to_end_id="E58")]},
        {"bank": [bank_line("40.00", "VIR 20261001-58", 58, booking_date="2026-09-20", payer_iban=A_FIFTH, end_to_end_id="E58")]},
        {"bank": [bank_line("12.00", "RETOUR 58", 581, booking_date="2026-10-02", payer_iban="", end_to_end_id="E58")]},
    ),
    "a second payment with one id comes later": (
        {"orders": [order(59, "SHIPPED"), order(60, "SHIPPED")],
         "bank": [bank_line("40.00", "VIR 20261001-59", 59, booking_date="2026-09-20", end_to_end_id="E59", payer_iban=""),
                  bank_line("-40.00", "RETOUR 59", 590, booking_date="2026-09-29", end_to_end_id="E59", payer_iban="")]},
        {"bank": [bank_line("40.00", "VIR 20261001-60", 60, booking_date="2026-09-28", end_to_end_id="E59", payer_iban="")]},
    ),
    "nobody's money goes back, and an order comes that it names": (
        {"bank": [bank_line("40.00", "VIR 20261001-61", 61, booking_date="2026-09-28", end_to_end_id="E61", payer_iban=""),
                  bank_line("-40.00", "RETOUR 61", 610, booking_date="2026-09-30", end_to_end_id="E61", payer_iban="")]},
        {"orders": [order(61, "SHIPPED")]},
    ),
    "an order comes to owe what was silently paid": (
        {"orders": [order(56, "SHIPPED", customer_account_external_id="ACC56"),
                    order(57, "SHIPPED", customer_account_external_id="ACC56")],
         "bank": [bank_line("40.00", "VIR 20261001-56", 56, booking_date="2026-09-28", payer_iban=A_FIFTH),
                  bank_line("57.00", "MERCI 57", 57, booking_date="2026-10-01", payer_iban=A_FIFTH)]},
        {"orders": [order(57, "SHIPPED", LATER, line_total_with_tax="57.00", customer_account_external_id="ACC56")]},
    ),
    "a record that lagged contradicts, and goes on with it": (
        {"orders": [order(45, "WAITING_SHIPMENT", SHOWN)],
         "status_imports": [status_row("20261001-45-1", "SHIPPED", effective_date="2026-10-01T10:00:00Z")]},
        {"orders": [order(45, "WAITING_SHIPMENT", SHOWN)]},
        {"orders": [order(45, "WAITING_SHIPMENT", SHOWN)]},
        {"orders": [order(45, "WAITING_SHIPMENT", SHOWN)]},
    ),
    "a record that is edited while it lags is shown again": (
        {"orders": [order(46, "WAITING_SHIPMENT", SHOWN)]},
        {"orders": [order(46, "WAITING_SHIPMENT", "2026-10-05T12:00:00Z")],
         "status_imports": [status_row("20261001-46-1", "SHIPPED", effective_date="2026-10-05T10:00:00Z")]},
        {"orders": [order(46, "WAITING_SHIPMENT", "2026-10-05T12:00:00Z")]},
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def differing(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What a rebuild says otherwise, of all cases side by side, a night each."""
    shop = Shop(tmp_path_factory.mktemp("differing") / "shop")
    seen = []
    for night, as_of in enumerate(NIGHTS):
        stamp = as_of.translate({ord("-"): None, ord(":"): None})
        for feed in ("orders", "status_imports", "psp/events", "bank", "incidents"):
            drops = [drop[night].get(feed, []) for drop in DIFFERED.values() if night < len(drop)]
            shop.write(feed, f"n{night}-{stamp}.csv", [row for rows in drops for row in rows])
        shop.run(as_of)
        seen.append(shop.told_otherwise_anew())
    return seen


@pytest.mark.parametrize("case", DIFFERED)
def test_where_they_once_differed(case: str, differing: list[str]) -> None:
    numbers = {name for drop in DIFFERED[case] for rows in drop.values() for row in rows for name in _names(row)}
    assert not [line for told in differing for line in told.splitlines() if any(name in line for name in numbers)]


def _names(row: Row) -> set[str]:
    """What a line of a difference shows of a row: its order, or its amount where it has none."""
    if "Remittance Information" in row and "VIR" not in row["Remittance Information"]:
        return {f"{row['Amount']},"}
    reference = row.get("Order Reference") or row.get("Remittance Information", "").removeprefix("VIR ")
    return {reference[:11]} if reference else set()


def test_they_differ_nowhere_else(differing: list[str]) -> None:
    assert differing == [""] * len(NIGHTS)


# --- Money that was matched and moves again ------------------------------------------------------

# By order: what was told before it was published, what after, and what has come and is missing then.
MOVES: dict[int, tuple[list[Row], list[Row], str, str]] = {
    # A capture that failed after all.
    50: ([event(50, "CAPTURE", SHOWN)], [event(50, "CAPTURE", LATER, event_status="FAILED")], "0.00", "40.00"),
    # A capture that was less.
    65: ([event(65, "CAPTURE", SHOWN)], [event(65, "CAPTURE", LATER, amount="30.00")], "30.00", "10.00"),
    # A refund that failed and bounced.
    66: (
        [event(66, "CAPTURE", SHOWN, amount="30.00"), event(66, "REFUND", SHOWN, amount="5.00")],
        [event(66, "REFUND", LATER, amount="5.00", event_status="FAILED"), event(66, "REFUND_RETURN", LATER, amount="5.00")],
        "30.00", "10.00",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Two nights: the money was published in the first."""
    shop = Shop(tmp_path_factory.mktemp("moved") / "shop")
    shop.write("orders", "all.csv", [card(number) for number in MOVES])
    firsts = [row for first, *_ in MOVES.values() for row in first]
    seconds = [row for _, second, *_ in MOVES.values() for row in second]
    for night, rows in enumerate((firsts, seconds)):
        shop.write("psp/events", f"{night}.csv", rows)
        shop.run(NIGHTS[night])
    return shop


@pytest.mark.parametrize("number", MOVES)
def test_what_moves_after_it_was_published(number: int, moved: Shop) -> None:
    _, _, received, outstanding = MOVES[number]
    assert moved.query(
        f"""select amount_received::varchar as came, amount_outstanding::varchar as missing
            from orders where order_reference = '20261001-{number}'"""
    ) == [{"came": received, "missing": outstanding}]


def test_no_money_is_lost_where_it_moves(moved: Shop) -> None:
    assert not money_lost(moved.published_file)
