"""The benchmark's data: what the real decoders take, and nights that hold what they say. Nothing here is timed."""

from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from benchmarks import data, floor, statements
from benchmarks.figures import Figure
from benchmarks.nights import NIGHTS, as_of
from pipelines.landing.feeds import feed_of
from pipelines.landing.reading import read
from pipelines.landing.zone import look
from pipelines.rules import Rules

ORDERS = 200
REFERENCE = '"Order Commercial Reference"'


@pytest.fixture(scope="module")
def zone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nights")
    data.write(folder, ORDERS)
    return folder


def _values(zone: Path, sql: str) -> list[tuple[object, ...]]:
    """The rows of a query in which `{first/orders}` stands for the files of a night's feed, all cells text."""
    files = {
        f"{{{night}/{feed}}}": f"read_csv('{zone}/{night}/{feed}/*.csv', delim = ';', all_varchar = true)"
        for night, feeds in NIGHTS.items()
        for feed in feeds
    }
    for name, source in files.items():
        sql = sql.replace(name, source)
    with duckdb.connect() as con:
        return con.execute(sql).fetchall()


@pytest.mark.parametrize("night", NIGHTS)
def test_the_decoders_take_every_row(zone: Path, tmp_path: Path, night: str) -> None:
    found = look(zone / night)
    assert (tuple(sorted(file.feed for file in found.files)), found.ignored) == (tuple(sorted(NIGHTS[night])), ())
    for number, file in enumerate(found.files):
        feed = feed_of(file.feed, file.file_name)
        at = datetime.fromisoformat(as_of(night))
        reading = read(file.path, feed, Rules(), at, tmp_path / str(number))
        assert (reading.format, reading.refused.rows(), reading.warnings) == ("csv", [], [])
        assert reading.rows == file.path.read_bytes().count(b"\n") - 1


def test_the_first_night_has_the_shares_of_the_contract(zone: Path) -> None:
    [(orders, parts, lines)] = _values(
        zone, f'select count(distinct {REFERENCE}), count(distinct "Order Reference"), count(*) from {{first/orders}}'
    )
    assert orders == ORDERS
    assert parts == pytest.approx(2 * ORDERS, rel=0.1)
    assert lines == pytest.approx(3.5 * ORDERS, rel=0.1)
    for feed, share in {"psp/events": 0.6, "bank": 0.3, "status_imports": 0.2}.items():
        assert _values(zone, f"select count(*) from {{first/{feed}}}") == [(share * ORDERS,)]


def test_the_second_night_tells_of_new_orders_alone(zone: Path) -> None:
    new = f"select distinct {REFERENCE} as reference from {{new/orders}}"
    assert _values(zone, f"select count(*) from ({new})") == [(ORDERS // 100,)]
    assert _values(zone, f"select count(*) from ({new}) join {{first/orders}} on reference = {REFERENCE}") == [(0,)]
    assert _values(zone, f'select count(*) from {{new/psp/events}} where "Order Reference" not in ({new})') == [(0,)]


def test_the_changed_night_changes_known_orders_and_pays_others(zone: Path) -> None:
    changed = f"select distinct {REFERENCE} as reference from {{changed/orders}}"
    assert _values(zone, f"select count(*) from ({changed})") == [(ORDERS // 100,)]
    [(lines, all_newer)] = _values(
        zone,
        """select count(*), bool_and(c."Update Date" > f."Update Date")
           from {changed/orders} c join {first/orders} f using ("Order Line External Id")""",
    )
    assert ([(lines,)], all_newer) == (_values(zone, "select count(*) from {changed/orders}"), True)
    paid = 'select count(*) > 0, count(*) filter ("Order Reference" in ({})) from {{changed/psp/events}}'
    assert _values(zone, paid.format(changed)) == [(True, 0)]


def test_the_full_export_is_the_first_one_with_that_change(zone: Path) -> None:
    other = "select * from {full/orders} except all select * from {first/orders}"
    assert _values(zone, f"select count(*) from (({other}) except all select * from {{changed/orders}})") == [(0,)]
    assert _values(zone, f"select count(*) from ({other})") == _values(zone, "select count(*) from {changed/orders}")
    assert _values(zone, "select count(*) from {full/orders}") == _values(zone, "select count(*) from {first/orders}")


def test_some_of_the_changes_cancel_and_some_confirm(tmp_path: Path) -> None:
    data.write(tmp_path, 10_000, ["first", "changed"])
    told = """select distinct concat_ws(' ', c."Order Status", if(c."Confirmed Quantity" is null, null, 'confirmed'))
              from {changed/orders} c join {first/orders} f using ("Order Line External Id")
              where f."Order Status" = 'WAITING_SHIPMENT'"""
    assert set(_values(tmp_path, told)) >= {("CANCELED",), ("SHIPPED",), ("SHIPPED confirmed",)}


def test_the_floor_pays_what_it_can_read(zone: Path, tmp_path: Path) -> None:
    assert floor.seconds(zone / "first", tmp_path / "floor.duckdb") > 0
    with duckdb.connect(str(tmp_path / "floor.duckdb")) as con:
        counts = dict(con.execute("select payment_status, count(*) from payment_statuses group by 1").fetchall())
    assert sum(counts.values()) == ORDERS
    assert set(counts) == {"PAID", "PARTIALLY_PAID", "OVER_PAID", "WAITING_PAYMENT"}


@pytest.mark.parametrize("suffix", statements.FORMATS)
def test_a_statement_is_decoded_and_stored_whole(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / "bank" / f"statement{suffix}"
    statements.write(file, 7)
    assert statements.entries_a_second(file) > 0
    assert statements.seconds_to_store(file) > 0
    assert [path.name for path in tmp_path.iterdir()] == ["bank"]


@pytest.mark.parametrize(
    ("figure", "cells"),
    [
        (
            Figure("ratio", 3.0, 5, 2.5, "x"),
            ("ratio", "3.00x floor", "≤ 5.00x floor: met", "≤ 2.50x floor: **not met**"),
        ),
        (
            Figure("rate", 21_000, 20_000, 50_000, "/s", least=True),
            ("rate", "21,000/s", "≥ 20,000/s: met", "≥ 50,000/s: **not met**"),
        ),
        (Figure("later", None, 8, None, "s"), ("later", "not measured", "≤ 8.0 s", "–")),
    ],
)
def test_a_bound_is_said_to_hold_or_not(figure: Figure, cells: tuple[str, ...]) -> None:
    assert figure.cells() == cells
