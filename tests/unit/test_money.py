"""The arithmetic of money in SQL, held against slow arithmetic in Python: rounding, parts, taxes, and sharing without a cent lost."""

from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal, localcontext
from typing import Any, get_args

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import money, sql
from pipelines.rules import Rules
from schemas.currencies import DECIMALS

MODES = {"HALF_UP": ROUND_HALF_UP, "HALF_EVEN": ROUND_HALF_EVEN, "UP": ROUND_UP, "DOWN": ROUND_DOWN}
CURRENCIES = st.sampled_from(["EUR", "JPY"])
SOME = settings(max_examples=40)


class Sql:
    """A connection with the macros of a rounding mode."""

    def __init__(self, mode: str) -> None:
        self.mode = mode
        self.con = duckdb.connect()
        rules = Rules.model_validate({"rounding": mode})
        self.con.execute(money.macros(rules))
        for name in ("macros", "reconciliation/macros"):
            self.con.execute(sql.path(name).read_text(encoding="utf-8"))

    def column(self, expression: str, types: dict[str, str], rows: list[tuple[object, ...]]) -> list[Any]:
        """The expression over rows of typed cells, in their order."""
        cells = zip(*rows, strict=True)
        lists = ", ".join(f"unnest(?::{kind}[]) as {name}" for name, kind in types.items())
        found = self.con.execute(f"select {expression} from (select {lists})", [list(cell) for cell in cells])
        return [value for (value,) in found.fetchall()]

    def rounded(self, value: Decimal, currency: str) -> Decimal:
        """What Python makes of it."""
        with localcontext(prec=60):
            unit = Decimal(1).scaleb(-DECIMALS[currency])
            return value.quantize(unit, MODES[self.mode]).quantize(Decimal("0.01"))


@pytest.fixture(scope="module", params=MODES)
def db(request: pytest.FixtureRequest) -> Iterator[Sql]:
    made = Sql(request.param)
    yield made
    made.con.close()


@pytest.fixture(scope="module")
def shares() -> Iterator[Sql]:
    made = Sql("HALF_UP")
    yield made
    made.con.close()


def amounts(most: int, places: int = 2) -> st.SearchStrategy[Decimal]:
    return st.decimals(-most, most, places=places)


# Halves and their neighbours are what the modes differ in; most random numbers are none.
HALVES = st.builds(
    lambda halves, off: Decimal(halves) / 200 + Decimal(off).scaleb(-12),
    st.integers(-(10**6), 10**6),
    st.integers(-1, 1),
)
VALUES = st.one_of(HALVES, HALVES.map(lambda value: value * 100), amounts(10**12, 12), amounts(10**9, 3))


def test_every_mode_of_the_settings_is_tested() -> None:
    assert set(MODES) == set(get_args(Rules.model_fields["rounding"].annotation))


@SOME
@given(rows=st.lists(st.tuples(VALUES, CURRENCIES), min_size=1, max_size=30))
def test_rounding(db: Sql, rows: list[tuple[Decimal, str]]) -> None:
    types = {"value": "decimal(38, 12)", "currency": "varchar"}
    assert db.column("round_money(value, currency)", types, [*rows]) == [db.rounded(*row) for row in rows]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("0.005", {"HALF_UP": "0.01", "HALF_EVEN": "0.00", "UP": "0.01", "DOWN": "0.00"}),
        ("0.015", {"HALF_UP": "0.02", "HALF_EVEN": "0.02", "UP": "0.02", "DOWN": "0.01"}),
        ("-0.005", {"HALF_UP": "-0.01", "HALF_EVEN": "0.00", "UP": "-0.01", "DOWN": "0.00"}),
        ("0.011", {"HALF_UP": "0.01", "HALF_EVEN": "0.01", "UP": "0.02", "DOWN": "0.01"}),
        ("-1.999999999999", {"HALF_UP": "-2.00", "HALF_EVEN": "-2.00", "UP": "-2.00", "DOWN": "-1.99"}),
        ("2.00", {"HALF_UP": "2.00", "HALF_EVEN": "2.00", "UP": "2.00", "DOWN": "2.00"}),
    ],
)
def test_rounding_by_hand(db: Sql, value: str, told: dict[str, str]) -> None:
    types = {"value": "decimal(38, 12)", "currency": "varchar"}
    assert db.column("round_money(value, currency)", types, [(Decimal(value), "EUR")]) == [Decimal(told[db.mode])]


def test_rounded_money_and_units_have_two_decimals_in_every_currency(db: Sql) -> None:
    known = [currency for currency, decimals in DECIMALS.items() if decimals <= 2]
    kinds = db.column(
        "typeof(round_money(1.5::decimal(18, 6), c)) || typeof(minor_unit(c))", {"c": "varchar"}, [(c,) for c in known]
    )
    assert set(kinds) == {"DECIMAL(18,2)" * 2}
    units = db.column("minor_unit(c)", {"c": "varchar"}, [(c,) for c in known])
    assert units == [Decimal(1).scaleb(-DECIMALS[currency]) for currency in known]


@SOME
@given(rows=st.lists(st.tuples(amounts(10**7), st.decimals(0, 100, places=6), CURRENCIES), min_size=1, max_size=30))
def test_tax(db: Sql, rows: list[tuple[Decimal, Decimal, str]]) -> None:
    types = {"goods": "decimal(18, 2)", "rate": "decimal(18, 6)", "currency": "varchar"}
    with localcontext(prec=60):
        expected = [db.rounded(goods * rate / 100, currency) for goods, rate, currency in rows]
    assert db.column("tax_on(goods, 1, 1, rate, currency)", types, [*rows]) == expected


def test_tax_on_an_ordinary_order_in_dong(db: Sql) -> None:
    types = {"goods": "decimal(18, 2)", "rate": "decimal(18, 6)"}
    assert db.column("tax_on(goods, 1, 1, rate, 'VND')", types, [(Decimal(600_000_000), Decimal(20))]) == [
        Decimal(120_000_000)
    ]


WHOLES = amounts(10**9).filter(bool)


@SOME
@given(rows=st.lists(st.tuples(amounts(10**7), amounts(10**7), WHOLES, CURRENCIES), min_size=1, max_size=30))
def test_a_part_is_rounded_as_if_it_were_exact(db: Sql, rows: list[tuple[Decimal, Decimal, Decimal, str]]) -> None:
    types = {"amount": "decimal(18, 2)", "part": "decimal(18, 2)", "whole": "decimal(18, 2)", "currency": "varchar"}
    with localcontext(prec=60):
        expected = [db.rounded(amount * part / whole, currency) for amount, part, whole, currency in rows]
    assert db.column("round_money(part_of(amount, part, whole), currency)", types, [*rows]) == expected


def cut_with_a_mark(exact: Decimal) -> Decimal:
    cut = exact.quantize(Decimal("0.00001"), ROUND_DOWN)
    return cut if cut == exact else cut + Decimal("0.000001").copy_sign(exact)


@SOME
@given(rows=st.lists(st.tuples(amounts(10**6), amounts(10**5), amounts(10**9)), min_size=1, max_size=30))
def test_a_part_says_whether_something_was_cut_off_and_none_of_nothing(
    shares: Sql, rows: list[tuple[Decimal, Decimal, Decimal]]
) -> None:
    types = {"amount": "decimal(18, 2)", "part": "decimal(18, 2)", "whole": "decimal(18, 2)"}
    with localcontext(prec=60):
        expected = [cut_with_a_mark(amount * part / whole) if whole else None for amount, part, whole in rows]
    assert shares.column("part_of(amount, part, whole)", types, [*rows]) == expected


@SOME
@given(rows=st.lists(st.tuples(amounts(10**13)), min_size=1, max_size=30))
def test_cents_and_back(shares: Sql, rows: list[tuple[Decimal]]) -> None:
    types = {"amount": "decimal(18, 2)"}
    assert shares.column("money_of(cents(amount))", types, [*rows]) == [amount for (amount,) in rows]
    assert shares.column("cents(amount)", types, [*rows]) == [int(amount * 100) for (amount,) in rows]


# --- Sharing --------------------------------------------------------------------------------------

ROOMS = st.lists(st.one_of(st.integers(0, 5), st.integers(0, 10**14)), max_size=6)
# How a list of parts is shared: each macro as it is called on cents.
SHARING = {
    "spread": "spread(rooms, amount, 1)",
    "forward": "forward(rooms, amount)",
    "backward": "backward(rooms, amount)",
}
SHARED = st.lists(st.tuples(ROOMS, st.one_of(st.integers(0, 20), st.integers(0, 10**15))), min_size=1, max_size=20)
LISTS = {"rooms": "hugeint[]", "amount": "hugeint"}


def largest_remainder(rooms: list[int], amount: int) -> list[int]:
    """In proportion to the rooms; the cents that are left go to the largest remainders, the first ones where these are equal."""
    whole = sum(rooms)
    given_out = min(amount, whole)
    parts = [room * given_out // whole if whole else 0 for room in rooms]
    places = sorted(range(len(rooms)), key=lambda i: (-(rooms[i] * given_out % whole) if whole else 0, i))
    for place in places[: given_out - sum(parts)]:
        parts[place] += 1
    return parts


def one_after_the_other(rooms: list[int], amount: int) -> list[int]:
    parts = []
    for room in rooms:
        parts.append(min(room, amount))
        amount -= parts[-1]
    return parts


@SOME
@given(rows=SHARED)
def test_sharing(shares: Sql, rows: list[tuple[list[int], int]]) -> None:
    expected = {
        "spread": [largest_remainder(*row) for row in rows],
        "forward": [one_after_the_other(*row) for row in rows],
        "backward": [one_after_the_other(rooms[::-1], amount)[::-1] for rooms, amount in rows],
    }
    for macro, told in expected.items():
        assert shares.column(SHARING[macro], LISTS, [*rows]) == told, macro


@SOME
@given(rows=SHARED)
def test_sharing_loses_nothing_and_fills_no_room_beyond_its_size(
    shares: Sql, rows: list[tuple[list[int], int]]
) -> None:
    for macro, call in SHARING.items():
        for (rooms, amount), parts in zip(rows, shares.column(call, LISTS, [*rows]), strict=True):
            assert sum(parts) == min(amount, sum(rooms)), macro
            assert all(0 <= part <= room for part, room in zip(parts, rooms, strict=True)), macro


@SOME
@given(rows=SHARED)
def test_sharing_of_whole_units(shares: Sql, rows: list[tuple[list[int], int]]) -> None:
    hundreds = [([room * 100 for room in rooms], amount * 100) for rooms, amount in rows]
    expected = [[part * 100 for part in largest_remainder(*row)] for row in rows]
    assert shares.column("spread(rooms, amount, 100)", LISTS, [*hundreds]) == expected


@pytest.mark.parametrize(
    ("rooms", "amount", "told"),
    [
        ([1, 1, 1], 2, [1, 1, 0]),
        ([100, 200, 300], 100, [17, 33, 50]),
        ([300, 200, 100], 100, [50, 33, 17]),
        ([0, 0], 5, [0, 0]),
        ([10, 0, 20], 100, [10, 0, 20]),
        ([], 5, []),
    ],
)
def test_largest_remainder_by_hand(shares: Sql, rooms: list[int], amount: int, told: list[int]) -> None:
    assert shares.column(SHARING["spread"], LISTS, [(rooms, amount)]) == [told]
    assert largest_remainder(rooms, amount) == told


def _behind(rooms: list[int], begun: int, taken: int) -> list[int]:
    """Of every room what is filled by that which comes behind the first `begun`, `taken` of it."""
    parts, before = list[int](), 0
    for room in rooms:
        parts.append(len(range(max(before, begun), min(before + room, begun + taken))))
        before += room
    return parts


@SOME
@given(
    rows=st.lists(
        st.lists(st.tuples(st.integers(0, 12) | st.integers(0, 10**14), st.integers(0, 10**14)), max_size=6),
        min_size=1,
        max_size=20,
    )
)
def test_lists_of_rooms(shares: Sql, rows: list[list[tuple[int, int]]]) -> None:
    given_rows: list[tuple[object, ...]] = [([one for one, _ in row], [other for _, other in row]) for row in rows]
    expected = {
        "less(a, b)": [[max(one - other, 0) for one, other in row] for row in rows],
        "least_of(a, b)": [[min(one, other) for one, other in row] for row in rows],
        "plus(a, b)": [[one + other for one, other in row] for row in rows],
        "negated(a)": [[-one for one, _ in row] for row in rows],
        "portion(a, 7, 9)": [_behind([one for one, _ in row], 7, 9) for row in rows],
        "at_place(a, 2, 7)": [[7 if place == 2 else 0 for place, _ in enumerate(row, 1)] for row in rows],
        "room_left(a)": [sum(one for one, _ in row) for row in rows],
    }
    for expression, told in expected.items():
        assert shares.column(expression, {"a": "hugeint[]", "b": "hugeint[]"}, given_rows) == told, expression
