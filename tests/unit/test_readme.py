"""README and runbook keep their word: commands, options and targets exist, queries run, example files load, links lead somewhere."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest
import typer.main

from assets import cli
from pipelines import sql
from pipelines.landing.feeds import FOLDERS, feed_of
from pipelines.landing.reading import read
from pipelines.rules import Rules
from schemas.published import codes
from schemas.published.tables import TABLES
from schemas.vocabulary import DECISION_ACTIONS

ROOT = Path(__file__).parents[2]
README, RUNBOOK, DECISIONS = "README.md", "docs/runbook.md", "docs/decisions.md"
PAGES = {name: (ROOT / name).read_text(encoding="utf-8") for name in (README, RUNBOOK, DECISIONS)}
# `make bench` and the browser test make these.
MADE_BY_MACHINE = ("docs/benchmarks.md", "docs/images/")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLE = re.compile(r"`(\S+\.(?:csv|json))`:\n\n```(?:csv|json)\n(.*?)```", re.DOTALL)


def code(page: str) -> str:
    """Everything that stands as code on a page, a line each."""
    text = PAGES[page]
    return "\n".join([*(block for _, block in BLOCK.findall(text)), *re.findall(r"`([^`\n]+)`", BLOCK.sub("", text))])


def queries() -> Iterator[tuple[str, str, list[str]]]:
    """Page, query, and the columns of the answer shown below it, if there is one."""
    for page, text in PAGES.items():
        blocks = BLOCK.findall(text)
        for (kind, block), (below, answer) in pairwise([*blocks, ("", "")]):
            if kind == "sql":
                yield page, block, answer.split("\n", 1)[0].split() if below == "text" else []


def anchors(page: Path) -> set[str]:
    """What the headings of a page are called in links, as forges make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.fixture(scope="module")
def published() -> Iterator[duckdb.DuckDBPyConnection]:
    """The published tables as the models say, without rows."""
    with duckdb.connect() as con:
        for table in TABLES:
            columns = ", ".join(f"{name} {kind}" for name, kind in table.types.items())
            con.execute(f"create table {table.name} ({columns})")
        yield con


@pytest.mark.parametrize("page", PAGES)
def test_commands_and_their_options_exist(page: str) -> None:
    commands = typer.main.get_group(cli.app).commands
    for line in code(page).splitlines():
        for name, rest in re.findall(r"(?:^|[ /`(])closeout ([a-z]+)([^|;]*)", line):
            assert name in commands, line
            known = {option for parameter in commands[name].params for option in parameter.opts}
            assert set(re.findall(r"--[a-z-]+", rest)) <= known, line


def test_every_command_and_option_is_told() -> None:
    commands = typer.main.get_group(cli.app).commands
    told = code(README)
    assert [name for name in commands if f"closeout {name}" not in told] == []
    options = {option for command in commands.values() for parameter in command.params for option in parameter.opts}
    inner = {"--not-before"}  # for the Makefile
    assert sorted(option for option in options - inner if option.startswith("--") and option not in told) == []


@pytest.mark.parametrize("page", PAGES)
def test_make_targets_exist(page: str) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"\bmake ([a-z]+)", code(page))) <= set(targets)


@pytest.mark.parametrize(("page", "query", "shown"), list(queries()))
def test_queries_run_on_the_published_tables(
    published: duckdb.DuckDBPyConnection, page: str, query: str, shown: list[str]
) -> None:
    columns = [column[0] for column in published.execute(query).description or ()]
    assert columns, page
    assert shown in ([], columns)


@pytest.mark.parametrize(("name", "text"), EXAMPLE.findall(PAGES[README]))
def test_example_files_load_whole(tmp_path: Path, name: str, text: str) -> None:
    folder = next(folder for folder in FOLDERS if name.startswith(f"{folder}/"))
    file = tmp_path / Path(name).name
    file.write_text(text, encoding="utf-8")
    feed = feed_of(folder, name)
    assert feed is not None
    reading = read(file, feed, Rules(), datetime(2026, 11, 20, 22, tzinfo=UTC), tmp_path / "rows")
    assert reading.refused.is_empty()
    assert reading.warnings == []
    assert reading.rows == (text.count("\n") - 1 if name.endswith(".csv") else 1)


def test_every_feed_has_an_example() -> None:
    shown = [name for name, _ in EXAMPLE.findall(PAGES[README])]
    assert [folder for folder in FOLDERS if not any(name.startswith(f"{folder}/") for name in shown)] == []


@pytest.mark.parametrize("text", [block for kind, block in BLOCK.findall(PAGES[RUNBOOK]) if kind == "csv"])
def test_example_decisions_load_whole(tmp_path: Path, text: str) -> None:
    file = tmp_path / "decisions.csv"
    file.write_text(text, encoding="utf-8")
    feed = feed_of("decisions", file.name)
    assert feed is not None
    assert read(file, feed, Rules(), datetime(2026, 11, 21, 22, tzinfo=UTC), tmp_path / "rows").refused.is_empty()


def test_every_table_is_told() -> None:
    assert [table.name for table in TABLES if f"`{table.name}`" not in PAGES[README]] == []


def test_every_finding_that_can_open_is_told_and_no_other() -> None:
    files = [file for folder in ("findings", "ageing") for file in (sql.ROOT / folder).glob("*.sql")]
    rules = "\n".join(file.read_text(encoding="utf-8") for file in files)
    built = [finding for finding in codes.FINDINGS if f"'{finding}'" in rules]
    section = PAGES[README].partition("\n## Findings")[2].partition("\n## ")[0]
    told = re.findall(r"^\| `([A-Z_]+)` \|", section, re.MULTILINE)
    assert sorted(told) == sorted(built)


def test_the_decisions_told_are_those_that_are_known() -> None:
    told = PAGES[README].partition("decisions are known:")[2].partition("\n\n")[0]
    assert sorted(set(re.findall(r"`([A-Z_]+)`", told))) == sorted(DECISION_ACTIONS)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", PAGES[page]):
        path, _, anchor = link.partition("#")
        target = ((ROOT / page).parent / path).resolve() if path else ROOT / page
        if link.startswith("https://") or target.relative_to(ROOT).as_posix().startswith(MADE_BY_MACHINE):
            continue
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link
