"""Settings: the file says every one of them at its default, and what can't be used is told by its key."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assets import cli
from assets.settings import Settings, WrongSettingsError, load
from assets.store.database import Database
from pipelines.rules import Rules

ROOT = Path(__file__).parents[2]
FILE = ROOT / "closeout.toml"
LINES = FILE.read_text(encoding="utf-8").splitlines()
KEY = re.compile(r"(?:# )?([a-z0-9_]+) = |\[rules\.([a-z0-9_]+)\]")
EXAMPLE = re.compile(r'# ((?:[a-z_]+|[A-Z]{3}|"[^"]+") = .+)')


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


@pytest.fixture(autouse=True)
def _nothing_from_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLOSEOUT_SETTINGS", raising=False)
    monkeypatch.chdir(tmp_path)


def places() -> Mapping[str, int]:
    """Where each setting stands in the file."""
    found = ((KEY.match(line), place) for place, line in enumerate(LINES))
    return {match[1] or match[2]: place for match, place in found if match}


def complaint(file: Path, text: str) -> str:
    """The message about a file with this text."""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(WrongSettingsError) as wrong:
        load(file)
    return str(wrong.value)


def test_the_file_says_what_is_built_in() -> None:
    assert load(FILE) == Settings()


def test_the_file_names_every_setting_once_and_no_other() -> None:
    every = {*Settings.model_fields, *Rules.model_fields} - {"rules"}
    named = [match[1] or match[2] for line in LINES if (match := KEY.match(line))]
    assert sorted(named) == sorted(every)


@pytest.mark.parametrize(("name", "place"), places().items())
def test_every_setting_is_explained_above_it(name: str, place: int) -> None:
    above: list[str] = []
    for line in reversed(LINES[:place]):
        if not line.startswith("# ") or KEY.match(line):
            break
        above.insert(0, line.removeprefix("# "))
    told = " ".join(above)
    rules = re.findall(r"(?:assets|pipelines)/[a-z0-9_/]+\.(?:py|sql)", told.partition("Rule: ")[2])
    assert len(told) > len(name) + 40
    assert rules
    assert [rule for rule in rules if not (ROOT / rule).exists()] == []


def test_what_stands_in_comments_as_an_example_can_be_used(file: Path) -> None:
    file.write_text("\n".join(EXAMPLE.sub(r"\1", line) for line in LINES), encoding="utf-8")
    rules = load(file).rules
    assert rules.opening_date == date(2026, 1, 1)
    assert rules.tolerances == {"EUR": Decimal("0.05")}
    assert rules.status_words == {"Livré": "COMPLETED"}
    assert set(rules.bank_profiles) == {"societe_generale", "debit_credit", "my_bank"}
    assert rules.mt940_variants == {"DE89370400440532013000": "GLS"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("thread = 2", "thread"),
        ("[rule]\ncompletion_days = 21", "rule"),
        ("[rules]\ncompletion_day = 21", "rules.completion_day"),
        ("rules = 3", "rules"),
        ("threads = 0", "threads"),
        ('memory_limit = "lots"', "memory_limit"),
        ('memory_limit = "1KB"', "memory_limit"),
        ('narrowing = "perhaps"', "narrowing"),
        ('key_prefix = "shop"', "key_prefix"),
        ('[rules]\ncompletion_days = "many"', "rules.completion_days"),
        ("[rules]\ncompletion_days = 1.5", "rules.completion_days"),
        ("[rules]\nevidence_days = -1", "rules.evidence_days"),
        ("[rules]\nimport_grace_hours = 9000", "rules.import_grace_hours"),
        ('[rules]\ntime_zone = "Europe/Pariss"', "rules.time_zone"),
        ('[rules]\ntime_zone = "localtime"', "rules.time_zone"),
        ('[rules.psp.lemonway]\ntime_zone = "posix/Europe/Paris"', "rules.psp.lemonway.time_zone"),
        ('memory_limit = "99999999999999999999999GB"', "memory_limit"),
        ("threads = true", "threads"),
        ('threads = "2"', "threads"),
        ('narrowing = "yes"', "narrowing"),
        ('[rules]\nstrict_transitions = "true"', "rules.strict_transitions"),
        ('[rules.status_words]\na = "COMPLETED"\nA = "SHIPPED"', "rules.status_words"),
        ('[rules]\nrounding = "NEAREST"', "rules.rounding"),
        ('[rules]\nopening_date = "soon"', "rules.opening_date"),
        ('[rules]\nown_accounts = "FR76"', "rules.own_accounts"),
        ("[rules]\nimport_grace_hours = true", "rules.import_grace_hours"),
        ("[rules.tolerances]\nJPY = 0.5", "rules.tolerances"),
        ("[rules.tolerances]\nEUX = 0.05", "rules.tolerances"),
        ("[rules.tolerances]\nEUR = 0.055", "rules.tolerances.EUR"),
        ("[rules.tolerances]\nEUR = -0.05", "rules.tolerances.EUR"),
        ('[rules.status_words]\n"Livré" = "DELIVERED"', "rules.status_words"),
        ('[rules]\ncart_columns = ["Line id"]', "rules.cart_columns"),
        ('[rules]\ncart_columns = ["CF_A b", "cf_a_B"]', "rules.cart_columns"),
    ],
)
def test_a_wrong_setting_is_one_message_that_names_its_key(file: Path, text: str, key: str) -> None:
    told = complaint(file, text)
    assert told.startswith(f"{file}: {key}: ")
    assert "\n" not in told


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('[rules]\ntime_zone = "Europe/Pariss"', "Europe/Paris"),
        ('[rules]\nrounding = "NEAREST"', "HALF_EVEN"),
        ("[rules.tolerances]\nEUX = 0.05", "EUX"),
        ('[rules.status_words]\n"Livré" = "DELIVERED"', "DELIVERED"),
    ],
)
def test_the_message_says_what_is_wrong_or_what_would_be_right(file: Path, text: str, word: str) -> None:
    assert word in complaint(file, text)


def test_accounts_and_names_are_known_however_they_are_written(file: Path) -> None:
    file.write_text(
        '[rules]\nown_accounts = ["fr76 3000 6000"]\nignored_counterparties = ["Acme sas"]\n', encoding="utf-8"
    )
    rules = load(file).rules
    assert "FR7630006000" in rules.own_accounts
    assert "ACME SAS" in rules.ignored_counterparties


def test_several_wrong_settings_are_all_named(file: Path) -> None:
    told = complaint(file, 'threads = 0\nmemory_limit = "lots"\n[rules]\nstale_days = "many"')
    assert [key for key in ("threads: ", "memory_limit: ", "rules.stale_days: ") if key not in told] == []


@pytest.mark.parametrize("text", ["[rules\n", "threads = \n", "threads = 2\nthreads = 3\n"])
def test_what_is_no_toml_is_told_with_its_place(file: Path, text: str) -> None:
    told = complaint(file, text)
    assert told.startswith(f"{file}: not a TOML file (")
    assert "line " in told


def test_what_is_no_text_is_no_toml(file: Path) -> None:
    file.write_bytes(b"\xff\xfe[\x00r\x00u\x00")
    with pytest.raises(WrongSettingsError, match="not a TOML file"):
        load(file)


def test_a_missing_file_is_named(file: Path) -> None:
    with pytest.raises(WrongSettingsError, match=re.escape(f"the settings file {file} does not exist")):
        load(file)


def test_no_file_at_all_means_what_is_built_in() -> None:
    assert load() == Settings()


def test_the_file_here_then_the_environment_then_the_argument(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closeout.toml").write_text("threads = 3", encoding="utf-8")
    assert load().threads == 3
    (tmp_path / "other.toml").write_text("threads = 4", encoding="utf-8")
    monkeypatch.setenv("CLOSEOUT_SETTINGS", "other.toml")
    assert load().threads == 4
    file.write_text("threads = 5", encoding="utf-8")
    assert load(file).threads == 5


def test_a_missing_file_in_the_environment_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLOSEOUT_SETTINGS", "gone.toml")
    with pytest.raises(WrongSettingsError, match=r"gone\.toml does not exist"):
        load()


def test_the_environment_changes_no_setting(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("threads = 5", encoding="utf-8")
    for name in ("THREADS", "MEMORY_LIMIT", "NARROWING", "RULES", "COMPLETION_DAYS"):
        monkeypatch.setenv(name, "7")
    assert load(file) == Settings(threads=5)
    assert load(FILE) == Settings()


def test_a_command_stops_with_the_message_and_code_2(file: Path, tmp_path: Path) -> None:
    file.write_text("[rules]\ncompletion_day = 21", encoding="utf-8")
    result = CliRunner().invoke(
        cli.app, ["rebuild", "--warehouse", str(tmp_path / "warehouse"), "--settings", str(file)]
    )
    assert result.exit_code == 2
    assert "rules.completion_day: " in result.stderr
    assert not (tmp_path / "warehouse").exists()


def test_a_limit_beyond_the_machine_s_memory_is_none(tmp_path: Path) -> None:
    Database(tmp_path, Settings(memory_limit="900000GB")).close()
