"""The command line (contract.md §1). Dagster is imported inside `run` only, so that everything else answers at once."""

import gc
import json
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, NoReturn
from zoneinfo import ZoneInfo

import typer

from assets.ending import MEND, leave_on_signals, of_the_machine

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Orders and payments of a marketplace, reconciled every night.",
)

FAILED, WRONG_USAGE, BUSY = 1, 2, 3
_FIRST_YEAR, _LAST_YEAR = 2000, 2100  # a clock never goes back: a slip of the pen would hold for ever

Landing = Annotated[Path, typer.Option(help="Folder of the landing zone, a folder per feed")]
WarehouseFolder = Annotated[Path, typer.Option(help="Folder of the warehouse; made on first use")]
Existing = Annotated[Path, typer.Option("--warehouse", help="Folder of the warehouse")]
SettingsFile = Annotated[Path | None, typer.Option("--settings", help="Settings file (default: ./closeout.toml)")]
Wait = Annotated[float, typer.Option(min=0, help="Seconds to wait for a run that holds the warehouse")]


def main() -> None:
    """Entry point of the console script; a signal ends it as a kill would, with the shell's code."""
    leave_on_signals()
    try:
        app()
    except Exception as fault:
        if not (told := of_the_machine(fault)):
            raise
        typer.echo(f"closeout: {told}. {MEND}", err=True)
        sys.exit(FAILED)


def _stop(message: str, code: int) -> NoReturn:
    typer.echo(f"closeout: {message}", err=True)
    raise typer.Exit(code)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"closeout {version('closeout')}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Say which version this is")
    ] = False,
) -> None:
    pass


@app.command()
def run(
    landing: Landing,
    warehouse: WarehouseFolder,
    as_of: Annotated[
        str | None, typer.Option(help="Instant of the night, ISO 8601 (default: the later of now and the last batch's)")
    ] = None,
    not_before: Annotated[str | None, typer.Option(help="The later of this instant and the last batch's")] = None,
    settings: SettingsFile = None,
    wait: Wait = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON")] = False,
) -> None:
    """One nightly close, in this process; the same Dagster job as the schedule's."""
    gc.disable()  # what is imported stays; the night looks for garbage in what comes after it
    from assets.settings import WrongSettingsError, load

    try:
        zone = load(settings).rules.zone
    except WrongSettingsError as fault:
        _stop(str(fault), WRONG_USAGE)
    if not landing.is_dir():
        _stop(
            f"the landing folder {landing} does not exist: name the folder that holds orders/, bank/, ...", WRONG_USAGE
        )
    from assets.store import beside

    beside.begin()  # it imports what reading needs while this process imports Dagster
    from assets import night_run
    from assets.summary import in_words

    order = night_run.Order(
        landing,
        warehouse,
        settings,
        wait,
        _instant(as_of, zone) if as_of is not None else None,
        _instant(not_before, zone) if not_before else None,
    )
    outcome = night_run.run(order)
    if outcome.message:
        _stop(outcome.message, outcome.code)
    for warning in outcome.warnings:
        typer.echo(f"closeout: {warning}", err=True)
    typer.echo(json.dumps(outcome.summary, indent=1) if as_json else in_words(outcome.summary))


def _instant(text: str, zone: ZoneInfo) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        _stop(f"{text!r} is no ISO 8601 instant, such as 2026-11-20T22:00:00Z", WRONG_USAGE)
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        _stop(f"{text!r} is not an instant of the years {_FIRST_YEAR} to {_LAST_YEAR}", WRONG_USAGE)
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


@app.command()
def rebuild(warehouse: Existing, settings: SettingsFile = None, wait: Wait = 0) -> None:
    """Make a new working file from the facts, derive the rest anew, publish it; it also compacts."""
    from assets.settings import WrongSettingsError, load
    from assets.store.database import NewerWarehouseError
    from assets.store.lock import Lock, WarehouseBusyError
    from assets.store.rebuilding import NothingToRebuildError, UnfinishedNightError, rebuild_warehouse

    try:
        chosen = load(settings)
        if not warehouse.is_dir():
            _stop(f"the warehouse folder {warehouse} does not exist", WRONG_USAGE)
        with Lock(warehouse, wait, "rebuild", partial(typer.echo, err=True)):
            before, after = rebuild_warehouse(warehouse, chosen)
    except WrongSettingsError as fault:
        _stop(str(fault), WRONG_USAGE)
    except WarehouseBusyError as fault:
        _stop(str(fault), BUSY)
    except NothingToRebuildError as fault:
        _stop(str(fault), WRONG_USAGE)
    except (NewerWarehouseError, UnfinishedNightError) as fault:
        _stop(str(fault), FAILED)
    typer.echo(f"rebuilt from the facts: {before / 1e6:.1f} MB before, {after / 1e6:.1f} MB now")


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="Files as they would be dropped")],
    feed: Annotated[
        str | None, typer.Option(help="The folder they are for (default: the one they lie in, else by their content)")
    ] = None,
    settings: SettingsFile = None,
    rows: Annotated[int, typer.Option(min=0, help="How many of the right rows to show")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON, all rows included")] = False,
) -> None:
    """Read files with the very decoders and models of a run and say what would become of them; load nothing."""
    from assets.settings import WrongSettingsError, load
    from assets.store.checking import Checked, UnknownFeedError, check_file, in_words
    from pipelines.landing.feeds import FOLDERS

    if feed is not None and feed not in FOLDERS:
        _stop(f"there is no feed {feed!r}: one of {', '.join(FOLDERS)}", WRONG_USAGE)
    try:
        chosen = load(settings)
    except WrongSettingsError as fault:
        _stop(str(fault), WRONG_USAGE)
    checked, unknown = list[Checked](), list[UnknownFeedError]()
    for file in files:
        try:
            checked.append(check_file(file, feed, chosen, None if as_json else rows))
        except UnknownFeedError as fault:
            unknown.append(fault)
    if as_json:
        typer.echo(json.dumps([asdict(file) for file in checked], indent=1, default=str, ensure_ascii=False))
    elif checked:
        typer.echo("\n\n".join(map(in_words, checked)))
    if unknown:
        _stop("; ".join(map(str, unknown)), WRONG_USAGE)
    if not all(file.is_right for file in checked):
        raise typer.Exit(FAILED)


@app.command()
def explain(
    name: Annotated[
        str, typer.Argument(metavar="ORDER", help="An order or one of its parts by any of its names, or a payment's id")
    ],
    warehouse: Existing,
    settings: SettingsFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all rows as JSON")] = False,
) -> None:
    """The story of one order or payment: what was said of it, its money, why it is matched so, what follows from that."""
    from assets.settings import WrongSettingsError, load
    from assets.store.explaining import NothingPublishedError, UnknownError, is_payment, story_of
    from pipelines.explain import words

    try:
        story = story_of(warehouse, name, load(settings).rules.time_zone)
    except (WrongSettingsError, NothingPublishedError) as fault:
        _stop(str(fault), WRONG_USAGE)
    except UnknownError as fault:
        _stop(str(fault), FAILED)
    in_words = words.of_payment if is_payment(name) else words.of_order
    typer.echo(json.dumps(story, indent=1, default=words.plain, ensure_ascii=False) if as_json else in_words(story))


@app.command()
def sample(
    folder: Annotated[Path, typer.Argument(help="Folder to write the landing zone into; made if missing")],
    orders: Annotated[int, typer.Option(min=1, max=5_000_000, help="Commercial orders")] = 200,
    days: Annotated[int, typer.Option(min=1, max=3650, help="Days over which they were placed")] = 60,
    until: Annotated[str, typer.Option(help="Nothing is dated after this day")] = "2026-11-20",
    seed: Annotated[int, typer.Option(help="The same seed writes the same bytes")] = 1,
) -> None:
    """A realistic synthetic landing zone of any size, with the truth beside it."""
    from pipelines.sample.zone import OutOfRangeError, write

    try:
        last = date.fromisoformat(until)
    except ValueError:
        _stop(f"{until!r} is no date, such as 2026-11-20", WRONG_USAGE)
    lies_in = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not lies_in.is_dir() or (folder.exists() and any(folder.iterdir())):
        _stop(f"{folder} is not an empty folder: name a new one", WRONG_USAGE)
    try:
        typer.echo(str(write(folder, orders=orders, days=days, until=last, seed=seed)))
    except OutOfRangeError as fault:
        _stop(str(fault), WRONG_USAGE)


if __name__ == "__main__":
    main()
