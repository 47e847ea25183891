"""A line that is refused is not missing: until its order comes without it, it counts what was known of it (contract.md §2, domain.md §4)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.builders import ORDER_COLUMNS, order_line
from tests.nights import Shop

NIGHTS = tuple(f"2026-09-{day}T22:00:00Z" for day in range(20, 25))
Prices = dict[str, str]


@dataclass(frozen=True)
class Case:
    """Of one logistic order, night by night: its lines with their prices as written, and what each of them counts then."""

    told: Sequence[Prices]
    counts: Sequence[Prices]


GONE = "0.00"
CASES = {
    "what can't be read stays as it was, what is missing is gone": Case(
        [{"A": "10.00", "B": "20.00", "C": "5.00"}, {"A": "11.00", "B": "20,00"}],
        [{"A": "10.00", "B": "20.00", "C": "5.00"}, {"A": "11.00", "B": "20.00", "C": GONE}],
    ),
    "night after night, until it is corrected": Case(
        [{"A": "10.00", "B": "20.00"}, {"A": "10.00", "B": "x"}, {"A": "10.00", "B": "y"}, {"A": "10.00", "B": "21.00"}],
        [{"A": "10.00", "B": "20.00"}] * 3 + [{"A": "10.00", "B": "21.00"}],
    ),
    "until the order comes without it": Case(
        [{"A": "10.00", "B": "20.00"}, {"A": "10.00", "B": "x"}, {"A": "10.00"}],
        [{"A": "10.00", "B": "20.00"}] * 2 + [{"A": "10.00", "B": GONE}],
    ),
    "what was gone before does not come back by it": Case(
        [{"A": "10.00", "B": "20.00"}, {"A": "10.00"}, {"A": "10.00", "B": "x"}],
        [{"A": "10.00", "B": "20.00"}] + [{"A": "10.00", "B": GONE}] * 2,
    ),
    "a row with a cell too many": Case(
        [{"A": "10.00", "B": "20.00"}, {"A": "10.00", "B": "20.00;cable"}],
        [{"A": "10.00", "B": "20.00"}] * 2,
    ),
    "what was never known counts nothing": Case(
        [{"A": "10.00"}, {"A": "10.00", "B": "x"}], [{"A": "10.00"}, {"A": "10.00"}]
    ),
}  # fmt: skip
ORDERS = {name: f"20260901-{number}" for number, name in enumerate(CASES, start=1)}


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Prices]]:
    """What every line of every case counts after each night."""
    shop = Shop(tmp_path_factory.mktemp("refused") / "shop")
    counted = []
    for night, as_of in enumerate(NIGHTS):
        rows = [
            ";".join(
                order_line(
                    ORDERS[name], price, order_line_external_id=line, update_date=as_of[:11] + "08:00:00Z"
                ).values()
            )
            for name, case in CASES.items()
            if night < len(case.told)
            for line, price in case.told[night].items()
        ]
        file = shop.landing / "orders" / f"orders-{as_of[:10].replace('-', '')}T200000Z.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join((";".join(ORDER_COLUMNS), *rows)) + "\n", encoding="utf-8")
        shop.run(as_of)
        assert not shop.told_otherwise_anew()
        lines = shop.query("select logistic_reference, line_id, line_total from order_lines")
        counted.append({
            order: {row["line_id"]: str(row["line_total"]) for row in lines if row["logistic_reference"] == f"{order}-1"}
            for order in ORDERS.values()
        })  # fmt: skip
    return counted


@pytest.mark.parametrize("name", CASES)
def test_each_line_counts_what_is_known_of_it(nights: list[dict[str, Prices]], name: str) -> None:
    case = CASES[name]
    assert [counted[ORDERS[name]] for counted in nights[: len(case.counts)]] == case.counts


def test_a_line_in_json(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop")
    for night, prices in enumerate(({"A": "10", "B": "20"}, {"A": "10", "B": "20,00"})):
        order = {
            "reference": "20260901-1", "createdAt": "2026-09-01T08:00:00Z", "accountExternalId": "ACC1",
            "orderLogistics": [{
                "reference": "20260901-1-1", "status": "WAITING_SHIPMENT", "paymentOption": "CREDIT_CARD",
                "updatedAt": NIGHTS[night][:11] + "08:00:00Z", "supplierSnapshot": {"id": "SUP1"}, "orderLogisticPrices": {"currency": "EUR"},
                "lines": [{"externalId": line, "quantity": 1, "orderLogisticLinePriceDto": {"price": price}} for line, price in prices.items()],
            }],
        }  # fmt: skip
        shop.write_lines("orders", f"orders-2026092{night}T200000Z.ndjson", [{"json": json.dumps(order)}])
        shop.run(NIGHTS[night])
    assert [str(row["amount_due"]) for row in shop.query("select amount_due from orders")] == ["30.00"]
    assert len(shop.query("select reason from quarantine")) == 1
