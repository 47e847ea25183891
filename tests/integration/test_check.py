"""`closeout check`: what would become of a file, before it is dropped (contract.md §1)."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assets.cli import app
from pipelines.landing.feeds import FOLDERS
from pipelines.landing.guess import feed_for
from pipelines.rules import Rules
from tests.builders import order_line

SAMPLES = Path(__file__).parents[2] / "samples"
STATUS = "Order Reference;Order Status;Effective Date\n"


def check(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["check", *map(str, arguments)])
    return result.exit_code, result.output


def put(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_a_right_file(tmp_path: Path) -> None:
    file = put(
        tmp_path / "status.csv",
        f"{STATUS}20260901-1-1;SHIPPED;2026-09-02T10:00:00Z\n20260901-2-1;SHIPPED;2026-09-02T10:00:00Z\n",
    )
    code, told = check(file, "--rows", "1")
    assert code == 0
    assert (
        f"{file}: csv for status_imports/\n  2 rows: 2 load, 0 refused, 0 repeat others\n  line 2  order_reference 20260901-1-1,"
        in told
    )
    assert told.endswith("  and 1 more\n")
    assert sorted(tmp_path.iterdir()) == [file]


def test_a_row_that_would_be_refused(tmp_path: Path) -> None:
    file = put(
        tmp_path / "status.csv", f"{STATUS}20260901-1-1;SHIPPED;2026-09-02T10:00:00Z\n20260901-2-1;SHIPED;yesterday\n"
    )
    code, told = check(file)
    assert code == 1
    assert (
        "line 3  UNKNOWN_CODE: Order Status - not one of the known codes ('SHIPED'); BAD_DATE: Effective Date" in told
    )
    assert "    20260901-2-1;SHIPED;yesterday" in told


def test_what_only_the_whole_file_refuses(tmp_path: Path) -> None:
    file = put(
        tmp_path / "status.csv",
        "Order Reference;Order Status\n20260901-1-1;SHIPPED\n20260901-1-1;CANCELED\n20260901-2-1;SHIPPED\n",
    )
    code, told = check(file, "--json")
    assert code == 1
    (checked,) = json.loads(told)
    assert [row["line_number"] for row in checked["refused"]] == [2, 3]
    assert [row["line_number"] for row in checked["rows"]] == [4]
    assert checked["counts"] == {"rows_read": 3, "rows_loaded": 1, "rows_quarantined": 2, "rows_duplicate": 0}


def test_of_a_file_that_lacks_a_column_the_feed_is_known_all_the_same(tmp_path: Path) -> None:
    header = ";".join(name for name in order_line("20260901-1", "1.00") if name != "Currency")
    code, told = check(put(tmp_path / "orders.csv", f"{header}\n"))
    assert code == 1
    assert "for orders/\n  REJECTED  MISSING_COLUMN: the header has no Currency" in told


def test_a_file_that_would_be_rejected(tmp_path: Path) -> None:
    code, told = check(put(tmp_path / "bank.csv", "Date operation;Date valeur;libelle;Debit\n"), "--feed", "bank")
    assert code == 1
    assert "REJECTED  MISSING_COLUMN" in told
    assert "it comes nearest to the profile debit_credit, which needs Credit too" in told


def test_a_profile_of_the_settings_is_known(tmp_path: Path) -> None:
    file = put(tmp_path / "releve.csv", "Jour;Texte;Somme\n01/10/2026;VIR 20260901-1;12,50\n")
    columns = '{ booking_date = "Jour", remittance_information = "Texte", amount = "Somme" }'
    own = put(
        tmp_path / "own.toml",
        f'[rules.bank_profiles]\nown = {{ columns = {columns}, account = "FR1", currency = "EUR" }}\n',
    )
    code, told = check(file, "--settings", own)
    assert code == 0
    assert "csv for bank/" in told
    assert "amount 12.50," in told
    assert check(file)[0] == 2


def test_balances_of_a_day_that_nobody_named_count_for_nothing_and_that_is_said(tmp_path: Path) -> None:
    file = put(tmp_path / "reference" / "opening_balances.csv", "Order Reference;Received\n20260901-1;10.00\n")
    dated = put(tmp_path / "own.toml", "[rules]\nopening_date = 2026-10-01\n")
    for options, expected in (((), True), (("--settings", dated), False)):
        code, told = check(file, *options)
        assert (code, "as long as no opening_date is set" in told) == (0, expected)


def test_the_feed_is_the_folder_the_file_lies_in_unless_it_is_given(tmp_path: Path) -> None:
    file = put(tmp_path / "psp" / "events" / "a.csv", f"{STATUS}20260901-1-1;SHIPPED;2026-09-02T10:00:00Z\n")
    assert "for psp/events/\n  REJECTED  MISSING_COLUMN" in check(file)[1]
    assert check(file, "--feed", "status_imports")[0] == 0
    order = put(tmp_path / "mirakl" / "orders" / "a.json", '{"orders": [], "total_count": 0}')
    assert "for mirakl/orders/" in check(order)[1]


def test_a_file_that_nobody_can_place_hides_nothing_of_the_others(tmp_path: Path) -> None:
    file = put(tmp_path / "status_imports" / "a.csv", f"{STATUS}20260901-1-1;SHIPPED;2026-09-02T10:00:00Z\n")
    code, told = check(put(tmp_path / "what.txt", "hello\n"), file)
    assert code == 2
    assert "for status_imports/" in told
    assert "nothing says which feed" in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["{file}"], "nothing says which feed"),
        (["{file}", "--feed", "letters"], "there is no feed 'letters'"),
        (["{file}", "--settings", "nowhere.toml"], "does not exist"),
        (["nowhere.csv"], "does not exist"),
    ],
)
def test_wrong_usage(arguments: list[str], told: str, tmp_path: Path) -> None:
    file = put(tmp_path / "what.csv", "A;B\n1;2\n")
    code, said = check(*(argument.format(file=file) for argument in arguments))
    assert code == 2
    assert told in " ".join(said.replace("│", " ").split())


@pytest.mark.parametrize(
    "file",
    sorted(
        path for path in SAMPLES.rglob("*") if path.is_file() and path.parent != SAMPLES and "truth" not in path.parts
    ),
    ids=lambda path: path.name,
)
def test_the_samples_are_recognised_by_their_content(file: Path, tmp_path: Path) -> None:
    name = file.relative_to(SAMPLES).as_posix()
    folder = next(folder for folder in FOLDERS if name.startswith(f"{folder}/"))
    copy = shutil.copy(file, tmp_path / "file")
    # A broken file is told apart by nothing; what is asserted has the layout of events.
    broken = {
        "orders-20261105T090000Z.csv",
        "status-cut-20261105T090000Z.csv.gz",
    }
    broken |= {"status-without-status-20261105T090000Z.csv", "camt053-doctype-20261105.xml"}
    broken |= {"or11-20261105T090000Z.json", "orders-nested-20261105T090000Z.json"}
    expected = None if file.name in broken else folder.replace("psp/webhelp", "psp/events")
    assert feed_for(Path(copy), Rules()) == expected
