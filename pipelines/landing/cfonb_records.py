"""The records of a CFONB 120 file, with and without line ends, in blocks that cut no movement from its complements."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from pipelines.landing.decoding import RejectedFileError

RECORD = 120
BLOCK = 4 << 20  # characters: some ten thousand movements
OPENING, MOVEMENT, COMPLEMENT, CLOSING = "01", "04", "05", "07"

_TEXT = r"[^\s\x1a]"  # old programs end a file with U+001A


def _blocks(path: Path, encoding: str) -> Iterator[pl.DataFrame]:
    """`line_number`, `record`: 120 characters, shorter ones filled up with blanks; blank lines are left out."""
    done = 0
    with path.open(encoding=encoding) as file:
        carry = file.read(2 * RECORD)
        by_lines = "\n" in carry.strip()
        while text := carry + file.read(BLOCK):
            at_end = len(text) - len(carry) < BLOCK
            whole = text.rfind("\n") + 1 if by_lines else len(text) // RECORD * RECORD
            cut = len(text) if at_end else whole
            carry = text[cut:]
            if cut:
                lines = _lines(text[:cut].removesuffix("\n"), by_lines=by_lines)
                yield _numbered(lines, done + 1)
                done += len(lines)


def _lines(text: str, *, by_lines: bool) -> pl.Series:
    whole = pl.Series("record", [text])
    return (whole.str.split("\n") if by_lines else whole.str.extract_all(f".{{1,{RECORD}}}")).explode()


def _numbered(lines: pl.Series, first: int) -> pl.DataFrame:
    numbers = pl.int_range(first, first + len(lines), eager=True)
    if (lines.str.len_chars() != RECORD).any():
        lines = lines.str.slice(0, RECORD).str.pad_end(RECORD)
    return pl.DataFrame({"line_number": numbers, "record": lines}).filter(pl.col("record").str.contains(_TEXT))


def whole_movements(path: Path, encoding: str) -> Iterator[pl.DataFrame]:
    """The records, placed, some at a time, a movement and its complements together; at least once."""
    statements, kept = 0, pl.DataFrame(schema={"line_number": pl.Int64, "record": pl.String})
    for block in _blocks(path, encoding):
        records = _placed(pl.concat([kept, block]), statements)
        begins = (records["code"] != COMPLEMENT).arg_true()
        cut = begins[-1] if len(begins) else len(records)
        yield records[:cut]
        statements += records["code"][:cut].eq(OPENING).arg_true().len()
        kept = records[cut:].select(kept.columns)
    yield _placed(kept, statements)


def _placed(records: pl.DataFrame, statements: int) -> pl.DataFrame:
    """With what each record is, and to which statement and movement it belongs.

    `statement` counts openings, those before these records included, `movement` the movements of these; `behind` is the
    last record that is no complement.
    """
    placed = records.with_columns(code=pl.col("record").str.slice(0, 2)).with_columns(
        statement=statements + (pl.col("code") == OPENING).cum_sum(),
        movement=(pl.col("code") == MOVEMENT).cum_sum(),
        behind=pl.when(pl.col("code") != COMPLEMENT).then(pl.col("code")).forward_fill(),
    )
    strange = placed.filter(~pl.col("code").is_in([OPENING, MOVEMENT, COMPLEMENT, CLOSING]))
    if len(strange):
        line, begins = strange["line_number"][0], strange["code"][0]
        sentence = f"line {line} begins with {begins!r}, which no record of CFONB 120 does; fetch the file again"
        raise RejectedFileError("BROKEN_STATEMENT", sentence)
    return placed


def of_movement() -> pl.Expr:
    """Whether a complement has a movement before it."""
    return (pl.col("behind") == MOVEMENT).fill_null(value=False)
