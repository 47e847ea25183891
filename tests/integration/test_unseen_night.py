"""A night that ends in failure was never published, even where only its last step failed: nothing of what it decided stands (contract.md §1)."""

import errno
from pathlib import Path

import pytest

from assets.settings import load
from assets.store import publishing, rebuilding
from tests.builders import account, bank_line, incident, order_line
from tests.nights import Shop, difference, tables

MIRAKL = {
    "external_source": "MIRAKL", "creation_date": "2026-10-01T08:00:00Z", "update_date": "2026-10-02T08:00:00Z",
    "shipment_date": "2026-10-02T08:00:00Z",
}  # fmt: skip
LATE = {"booking_date": "2026-10-20", "value_date": "2026-10-20", "payer_iban": ""}


def _full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def _nights(folder: Path, fails: tuple[object, str] | None, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Three nights, of which the second fails at a place, or does not take place: its files come either way."""
    shop = Shop(folder)
    shop.write("orders", "o-20261002T090000Z.csv", [
        order_line("20261001-1", "10.00", **MIRAKL), order_line("20261001-2", "100.00", external_source=""),
    ])  # fmt: skip
    shop.write("reference", "accounts.csv", [account()])
    shop.run("2026-10-03T22:00:00Z")
    shop.write(
        "bank", "b1.csv", [bank_line("60.00", "20261001-2X", 1, **LATE)]
    )  # suggested, until the other line comes
    if fails:
        with monkeypatch.context() as broken:
            broken.setattr(*fails, _full)
            with pytest.raises(OSError, match="No space left"):
                shop.run("2026-10-24T22:00:00Z")
    shop.write("incidents", "i-20261020T000000Z.csv", [incident("20261001-1-1", opened_at="2026-10-20T00:00:00Z")])
    shop.write("bank", "b2.csv", [bank_line("40.00", "20261001-2", 2, **LATE | {"booking_date": "2026-10-19"})])
    shop.run("2026-10-25T22:00:00Z")
    return shop


@pytest.mark.parametrize("fails", [(publishing, "copy_durably"), (publishing, "let_stand")])
def test_it_decided_nothing(fails: tuple[object, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    never = _nights(tmp_path / "never", None, monkeypatch)
    shop = _nights(tmp_path / "shop", fails, monkeypatch)
    (completion,) = shop.query("select outcome, split_part(reason, ':', 1) as reason from completions")
    assert completion == {"outcome": "BLOCKED", "reason": "OPEN_INCIDENT"}
    assert shop.exported() == {}
    assert shop.query("select bank_reference, match_status from payments order by 1") == [
        {"bank_reference": "BR00000001", "match_status": "MATCHED"},
        {"bank_reference": "BR00000002", "match_status": "MATCHED"},
    ]
    said = {"but": ["main.runs", "main.money_proof", "main.files"], "without": ["first_seen_at", "finding_id"]}
    assert not difference(tables(never.published_file, ["main"], **said), tables(shop.published_file, ["main"], **said))
    runs = [tuple(row.values()) for row in shop.query("select as_of::date::varchar, files_loaded from runs order by 1")]
    assert runs == [("2026-10-03", 2), ("2026-10-25", 3)]


def test_a_rebuild_leaves_what_the_night_said_of_itself(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop")
    shop.write("orders", "o.csv", [order_line("20261001-2", "100.00"), order_line("20261001-2", "x", 2)])
    shop.write("bank", "b.csv", [bank_line("40.00", "20261001-2", 2)])
    shop.run("2026-10-25T22:00:00Z")
    before = shop.query("select * from runs")
    assert (before[0]["files_loaded"], before[0]["rows_quarantined"]) == (2, 1)
    rebuilding.rebuild_warehouse(shop.warehouse, load(shop.settings_file))
    assert shop.query("select * from runs") == before
