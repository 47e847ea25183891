"""CSV: every record ends once, in the rows or refused, with the physical line on which it starts (contract.md §2)."""

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.landing import csv_files, csv_grammar, csv_survey
from pipelines.landing.csv_files import decode, raw_lines
from pipelines.landing.decoding import REFUSED_SCHEMA, Column, RejectedFileError, Slice, Source

CUSTOM = Column("custom_fields", "CF_*", required=False)
COLUMNS = (Column("order", "Order", required=True), Column("amount", "Net Amount", required=True))
NOTE = Column("note", "Note", required=False)
KNOWN = (*COLUMNS, NOTE)


@dataclass(frozen=True)
class Decoded:
    """All slices of a file at once: `rows` and `refused` as tuples, (line, code, column, raw row) for the refused."""

    columns: list[str]
    rows: list[tuple[object, ...]]
    refused: list[tuple[int, str, str | None, str]]
    warnings: list[str]


def source(folder: Path, text: bytes | str, columns: tuple[Column, ...] = KNOWN, name: str = "orders.csv") -> Source:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return Source(path, name, columns)


def gathered(slices: list[Slice]) -> Decoded:
    rows = pl.concat([piece.rows for piece in slices])
    refused = pl.concat([piece.refused for piece in slices])
    assert refused.schema == REFUSED_SCHEMA
    assert rows.schema == {**dict.fromkeys(rows.columns, pl.String), "line_number": pl.Int64}
    told = [(line, reason.split(":")[0], column, raw) for line, column, reason, raw in refused.rows()]
    return Decoded(rows.columns, rows.rows(), told, [warning for piece in slices for warning in piece.warnings])


def decoded(folder: Path, text: bytes | str, columns: tuple[Column, ...] = KNOWN, name: str = "orders.csv") -> Decoded:
    return gathered(list(decode(source(folder, text, columns, name))))


def rejection(folder: Path, text: bytes | str, columns: tuple[Column, ...] = KNOWN) -> str:
    with pytest.raises(RejectedFileError) as rejected:
        decoded(folder, text, columns)
    assert str(rejected.value).startswith(rejected.value.code)
    return str(rejected.value)


# --- Files as they should be ----------------------------------------------------------------------------------------

TWO_ROWS: list[tuple[object, ...]] = [("LO-1", "1.00", "a", 2), ("LO-2", "2.00", None, 3)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Order;Net Amount;Note\nLO-1;1.00;a\nLO-2;2.00;\n", id="semicolons"),
        pytest.param("Order,Net Amount,Note\nLO-1,1.00,a\nLO-2,2.00,\n", id="commas"),
        pytest.param("Order\tNet Amount\tNote\nLO-1\t1.00\ta\nLO-2\t2.00\t\n", id="tabs"),
        pytest.param("Order;Net Amount;Note\r\nLO-1;1.00;a\r\nLO-2;2.00;\r\n", id="CRLF"),
        pytest.param("Order;Net Amount;Note\rLO-1;1.00;a\rLO-2;2.00;\r", id="CR alone"),
        pytest.param("Order;Net Amount;Note\r\nLO-1;1.00;a\nLO-2;2.00;\r\n", id="CRLF and LF mixed"),
        pytest.param("Order;Net Amount;Note\nLO-1;1.00;a\r\nLO-2;2.00;\n", id="LF and CRLF mixed"),
        pytest.param("Order;Net Amount;Note\nLO-1;1.00;a\nLO-2;2.00;\r", id="a lone CR at the end"),
        pytest.param("Order;Net Amount;Note\nLO-1;1.00;a\nLO-2;2.00;", id="no line end at the end"),
        pytest.param("\ufeffOrder;Net Amount;Note\nLO-1;1.00;a\nLO-2;2.00;\n", id="byte order mark"),
        pytest.param('\ufeff"Order";"Net Amount";"Note"\n"LO-1";"1.00";"a"\n"LO-2";"2.00";""\n', id="all quoted"),
        pytest.param(" ORDER ;net amount;\tnote\nLO-1;1.00;a\nLO-2;2.00;\n", id="headers in any case, with blanks"),
        pytest.param("Order;Net Amount;Note\n  LO-1; 1.00\t;a \n\u00a0LO-2;2.00 ;  \n", id="blanks around cells"),
        pytest.param('Order;Net Amount;Note\n"LO-1"  ; "1.00";" a "\nLO-2;2.00;" "\n', id="blanks around quotes"),
        pytest.param("Note;Net Amount;Order\na;1.00;LO-1\n;2.00;LO-2\n", id="another order of columns"),
        pytest.param("Order;Net Amount;Note;\nLO-1;1.00;a;\nLO-2;2.00;;\n", id="a separator behind every line"),
    ],
)
def test_the_same_two_rows(tmp_path: Path, text: str) -> None:
    assert decoded(tmp_path, text) == Decoded(["order", "amount", "note", "line_number"], TWO_ROWS, [], [])


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        pytest.param('5" pipe', '5" pipe', id="a quote inside a cell is data"),
        pytest.param('a"b"c', 'a"b"c', id="two quotes inside a cell are data"),
        pytest.param('7"', '7"', id="a quote at the end of a cell is data"),
        pytest.param('"5"" pipe"', '5" pipe', id="a doubled quote"),
        pytest.param('""""', '"', id="nothing but a doubled quote"),
        pytest.param('"a;b,c\td"', "a;b,c\td", id="separators in quotes"),
        pytest.param('"a\nb\r\nc\rd"', "a\nb\r\nc\rd", id="line breaks in quotes"),
        pytest.param("été – 価格 🚚", "été – 価格 🚚", id="letters of all sizes"),
        pytest.param("a\tb", "a\tb", id="a tab inside a cell"),
        pytest.param("x" * 1_500_000, "x" * 1_500_000, id="a very long cell"),
    ],
)
def test_what_a_cell_may_hold(tmp_path: Path, text: str, cells: str) -> None:
    read = decoded(tmp_path, f"Order;Net Amount;Note\n{text};1;{text}\nLO-2;2;z\n")
    assert read.rows[0] == (cells, "1", cells, 2)
    assert read.rows[1][:3] == ("LO-2", "2", "z")
    assert read.refused == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("Order;Net Amount\n\n1;1\n\n\n2;2\n\n", [3, 6], id="blank lines"),
        pytest.param("Order;Net Amount\r\n\r\n1;1\r\n \t \r\n2;2\r\n", [3, 5], id="lines of blanks"),
        pytest.param("\n\n Order;Net Amount\n1;1\n2;2\n", [4, 5], id="blank lines before the header"),
        pytest.param('Order;Net Amount\n1;"a\nb\n\nc"\n2;2\n', [2, 6], id="line breaks and a blank line in a cell"),
        pytest.param('Order;Net Amount\n"a\n1;2\n3;4";1\n2;2\n', [2, 5], id="a cell that looks like rows"),
        pytest.param('"Order\n";Net Amount\n1;1\n2;2\n', [3, 4], id="a line break in the header"),
        pytest.param('Order;"Net Amount"\r\n1;"a\nb"\r\n2;2\r\n', [2, 4], id="LF in a cell of a CRLF file"),
        pytest.param('Order;Net Amount\n1;"a\r\nb"\n2;2\n', [2, 4], id="CRLF in a cell of an LF file"),
        pytest.param('Order;Net Amount\n1;"a\rb"\n2;2\n', [2, 3], id="a lone CR in a cell is no line"),
        pytest.param('Order;Net Amount\r1;"a\rb"\r2;2\r', [2, 4], id="CR in a cell of a CR file"),
        pytest.param('Order;Net Amount\r1;"a\nb"\r2;2\r', [2, 3], id="LF in a cell of a CR file"),
        pytest.param("Order;Net Amount\n1;1\n;\n", [2, 3], id="a row of empty cells is a row"),
    ],
)
def test_the_line_a_row_starts_on(tmp_path: Path, text: str, lines: list[int]) -> None:
    read = decoded(tmp_path, text)
    assert [row[-1] for row in read.rows] == lines
    assert read.refused == []


def test_a_file_of_one_column_skips_blank_lines_and_keeps_empty_cells(tmp_path: Path) -> None:
    read = decoded(tmp_path, 'Order\n1\n\n""\n  \n2\n', (COLUMNS[0],))
    assert read.rows == [("1", 2), (None, 4), ("2", 6)]


@pytest.mark.parametrize("text", ["Order;Net Amount;Note", "Order;Net Amount;Note\n", "Order;Net Amount;Note\r\n\r\n"])
def test_a_header_alone_tells_its_columns(tmp_path: Path, text: str) -> None:
    assert decoded(tmp_path, text) == Decoded(["order", "amount", "note", "line_number"], [], [], [])


def test_known_columns_that_a_file_lacks_are_absent(tmp_path: Path) -> None:
    assert decoded(tmp_path, "Net Amount;Order\n1;2\n", (*KNOWN, CUSTOM)).columns == ["order", "amount", "line_number"]


def test_a_name_that_looks_like_a_pattern_is_one_file(tmp_path: Path) -> None:
    for name in ("it's [x]*?.csv", "orders.csv.gz", "x.csv"):
        assert decoded(tmp_path, "Order;Net Amount\n1;2\n", name=name).rows == [("1", "2", 2)]


# --- Columns --------------------------------------------------------------------------------------------------------


def test_custom_fields_become_one_json_object_of_what_is_filled(tmp_path: Path) -> None:
    header = "Order;CF_Couleur;Net Amount;cf_\u00e9tage;CF_ Mod\u00e8le \n"
    rows = '1;rouge;1; 2 ;\n2;;1;;" "\n3;"a ""b"" \\c\nd\te\r";1;/;{}\n'
    read = decoded(tmp_path, header + rows, (*COLUMNS, CUSTOM))
    assert read.columns == ["order", "amount", "custom_fields", "line_number"]
    told = [row[2] and json.loads(str(row[2])) for row in read.rows]
    escaped = {"CF_Couleur": 'a "b" \\c\nd\te', "cf_\u00e9tage": "/", "CF_ Mod\u00e8le": "{}"}
    assert told == [{"CF_Couleur": "rouge", "cf_\u00e9tage": "2"}, None, escaped]
    assert read.warnings == []


@pytest.mark.parametrize("count", [299, 300, 998])
def test_wide_files(tmp_path: Path, count: int) -> None:
    fields = [f"CF_{number}" for number in range(count)]
    header, row = ";".join(["Order", "Net Amount", *fields]), ";".join(["1", "2", *["é b"] * count])
    read = decoded(tmp_path, f"{header}\n{row}\n{row} \n", (*COLUMNS, CUSTOM))
    assert [row[:2] for row in read.rows] == [("1", "2")] * 2
    assert [json.loads(str(row[2])) for row in read.rows] == [dict.fromkeys(fields, "é b")] * 2


def test_unknown_columns_are_ignored_with_one_warning(tmp_path: Path) -> None:
    read = decoded(tmp_path, "Order;Colour;Net Amount;CF_x;Size;Size;\n1;red;2;y;L;M;\n")
    assert read.rows == [("1", "2", 2)]
    assert read.warnings == ["ignored unknown columns: Colour, CF_x, Size"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("", "EMPTY_FILE: the file has no bytes", id="0 bytes"),
        pytest.param("\ufeff\n \r\n", "EMPTY_FILE: there is nothing in the file but blank lines", id="blank lines"),
        pytest.param("Note;Colour\n1;2\n", "MISSING_COLUMN: the header has no Order, Net Amount", id="two missing"),
        pytest.param("Order|Net Amount\n1|2\n", "MISSING_COLUMN: the header has no Order", id="another separator"),
        pytest.param("Order;Net Amount; ORDER\n", "DUPLICATE_COLUMN: the header has more than one Order", id="twice"),
        pytest.param('"Order;Net Amount\n1;2\n', "UNSUPPORTED_FORMAT: the header has a quote", id="a broken header"),
        pytest.param("Order;" * 1_001, "UNSUPPORTED_FORMAT: the header has 1002 columns", id="far too many columns"),
        pytest.param(b"PK\x03\x04xyz", "UNSUPPORTED_FORMAT: this is a ZIP archive", id="zip"),
        pytest.param(b"\x1f\x8b\x08", "UNSUPPORTED_FORMAT: this is a gzip archive", id="gzip"),
        pytest.param(b"%PDF-1.7", "UNSUPPORTED_FORMAT: this is a PDF", id="pdf"),
        pytest.param(b"Order;Net\x00\n", "UNSUPPORTED_FORMAT: this is binary data", id="NUL in the header"),
        pytest.param(b"Order;Net Amount\n" + b"\x00" * 40, "UNSUPPORTED_FORMAT: this is binary", id="many NUL"),
        pytest.param("Order;Net Amount\n".encode("utf-16"), "BAD_ENCODING: line 1 is not UTF-8", id="UTF-16"),
        pytest.param(b"Order;Net Amount\n1;2\n3;\xe9t\xe9\n", "BAD_ENCODING: line 3 is not UTF-8", id="Latin 1"),
        pytest.param(b"\n\nOrder;N\xe9t\n", "BAD_ENCODING: line 3 is not UTF-8", id="Latin 1 in the header"),
        pytest.param(
            b'Order;Net Amount\n1;2\n"a\n\xff";2\n', "BAD_ENCODING: line 4 is not", id="in the midst of a cell"
        ),
        pytest.param(b"Order;Net Amount\n1;2;3;\xff\n", "BAD_ENCODING: line 2 is not UTF-8", id="in a broken row"),
        pytest.param(b"Order;Net Amount\n1;\xed\xa0\x80\n", "BAD_ENCODING: line 2 is not UTF-8", id="half a surrogate"),
    ],
)
def test_why_a_file_is_rejected(tmp_path: Path, text: bytes | str, reason: str) -> None:
    assert rejection(tmp_path, text).startswith(reason)


def test_custom_fields_may_not_be_there_twice(tmp_path: Path) -> None:
    assert "CF_x" in rejection(tmp_path, "Order;Net Amount;CF_x;CF_x\n", (*COLUMNS, CUSTOM))


def test_bad_bytes_are_found_far_into_a_file(tmp_path: Path) -> None:
    lines = [b"1;2"] * 2_000_000
    lines[1_999_000] = b"1;\xff"
    assert rejection(tmp_path, b"Order;Net Amount\n" + b"\n".join(lines)).startswith("BAD_ENCODING: line 1999002 ")


def test_a_line_without_end_is_no_csv(tmp_path: Path) -> None:
    text = b"Order;Net Amount\n" + b"x" * (3 * csv_survey.LINE_BYTES)
    assert rejection(tmp_path, text).startswith("UNSUPPORTED_FORMAT: a line is longer than 4 MiB")


# --- Rows that are none ---------------------------------------------------------------------------------------------

QUOTES = "BROKEN_QUOTES"
COUNT = "CELL_COUNT"
CONTROL = "CONTROL_CHARACTER"


@pytest.mark.parametrize(
    ("broken", "refused"),
    [
        pytest.param("x", [(3, COUNT, "Net Amount", "x")], id="one cell"),
        pytest.param("x;y", [(3, COUNT, "Note", "x;y")], id="a cell short"),
        pytest.param("x;y;z;w", [(3, COUNT, None, "x;y;z;w")], id="a cell too many"),
        pytest.param("x;y;z;", [(3, COUNT, None, "x;y;z;")], id="an empty cell too many"),
        pytest.param('"x\ny";z', [(3, COUNT, "Note", '"x\ny";z')], id="a record of two lines, a cell short"),
        pytest.param('x;"y;z', [(3, QUOTES, "Net Amount", 'x;"y;z')], id="an unclosed quote"),
        pytest.param('x;y;"', [(3, QUOTES, "Note", 'x;y;"')], id="a quote and nothing else"),
        pytest.param('"x"y;z;w', [(3, QUOTES, "Order", '"x"y;z;w')], id="text behind a closing quote"),
        pytest.param('x;  "y";z', [(3, QUOTES, "Net Amount", 'x;  "y";z')], id="two blanks before a quote"),
        pytest.param('x;\t"y";z', [(3, QUOTES, "Net Amount", 'x;\t"y";z')], id="a tab before a quote"),
        pytest.param("x;y\x00;z", [(3, CONTROL, "Net Amount", "x;y\x00;z")], id="NUL"),
        pytest.param('"\x1b[0m";y;z', [(3, CONTROL, "Order", '"\x1b[0m";y;z')], id="an escape sequence in quotes"),
        pytest.param("x;y;z\x7f", [(3, CONTROL, "Note", "x;y;z\x7f")], id="DEL"),
        pytest.param("x;y\rq;z", [(3, CONTROL, "Net Amount", "x;y\rq;z")], id="CR outside quotes"),
        pytest.param("x;\x00", [(3, COUNT, "Note", "x;\x00")], id="two faults: the shape comes first"),
        pytest.param('x;"y\nq;r\ns;"t', [(3, QUOTES, "Net Amount", 'x;"y'), (4, COUNT, "Note", "q;r"),
                                         (5, QUOTES, "Net Amount", 's;"t')], id="what a quote swallowed is read again"),
        pytest.param('x;"y\nq;r\ns"', [(3, COUNT, "Note", 'x;"y\nq;r\ns"')], id="three lines, a cell short"),
        pytest.param('"a;b\n"c;d', [(3, QUOTES, "Order", '"a;b'), (4, QUOTES, "Order", '"c;d')], id="two in a row"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_broken_row_is_refused_and_its_neighbours_load(
    tmp_path: Path, broken: str, refused: list[tuple[int, str, str | None, str]], end: str
) -> None:
    lines = ["Order;Net Amount;Note", 'LO-1;"1";a', *broken.split("\n"), 'LO-2;2;"b\nc"', "LO-3;3;c", ""]
    text = end.join(lines)
    read = decoded(tmp_path, text)
    last = 3 + len(broken.split("\n"))
    assert read.rows == [("LO-1", "1", "a", 2), ("LO-2", "2", "b\nc", last), ("LO-3", "3", "c", last + 2)]
    assert [(line, code, column, raw.replace("\r\n", "\n")) for line, code, column, raw in read.refused] == refused


@pytest.mark.parametrize(
    ("tail", "refused"),
    [
        pytest.param("LO-2;2", (3, COUNT, "Note", "LO-2;2"), id="half a line"),
        pytest.param('LO-2;2;"a', (3, QUOTES, "Note", 'LO-2;2;"a'), id="half a cell in quotes"),
        pytest.param('LO-2;2;"a""', (3, QUOTES, "Note", 'LO-2;2;"a""'), id="half a doubled quote"),
    ],
)
def test_a_truncated_file(tmp_path: Path, tail: str, refused: tuple[int, str, str | None, str]) -> None:
    read = decoded(tmp_path, f"Order;Net Amount;Note\nLO-1;1;a\n{tail}")
    assert (read.rows, read.refused) == ([("LO-1", "1", "a", 2)], [refused])


def test_a_quote_that_is_closed_by_chance_gives_back_the_rows_it_swallowed(tmp_path: Path) -> None:
    read = decoded(tmp_path, 'Order;Net Amount;Note\n1;"1;a\n2;2;b\n3;3"\n4;4;d\n')
    assert read.rows == [("2", "2", "b", 3), ("4", "4", "d", 5)]
    assert read.refused == [(2, QUOTES, "Net Amount", '1;"1;a'), (4, COUNT, "Note", '3;3"')]


def test_a_reason_is_a_code_and_a_sentence(tmp_path: Path) -> None:
    (piece,) = decode(source(tmp_path, 'Order;Net Amount\n1\n1;"\n1;\x00\n'))
    assert piece.refused["reason"].to_list() == [
        "CELL_COUNT: the header has 2 cells, the row 1",
        "BROKEN_QUOTES: a quote opens here and is not closed as it should be",
        "CONTROL_CHARACTER: the character U+0000 stands in the cell",
    ]


def test_a_file_of_refused_rows_only(tmp_path: Path) -> None:
    read = decoded(tmp_path, "Order;Net Amount\n1\n2\n")
    assert (read.columns, read.rows, len(read.refused)) == (["order", "amount", "line_number"], [], 2)


def test_a_quote_that_swallows_megabytes(tmp_path: Path) -> None:
    rows = [f"{number};{'x' * 90}" for number in range(60_000)]
    rows[10] = f'10;"{"x" * 90}'
    read = decoded(tmp_path, "Order;Net Amount\n" + "\n".join(rows))
    assert [told[:3] for told in read.refused] == [(12, QUOTES, "Net Amount")]
    assert [row[-1] for row in read.rows] == [line for line in range(2, 60_002) if line != 12]


# --- Slices ---------------------------------------------------------------------------------------------------------


def test_slices_keep_the_order_and_their_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_files, "SLICE_ROWS", 5_000)
    monkeypatch.setattr(csv_survey, "BLOCK_BYTES", 10_000)
    rows = [f"{number};x" if number % 3 else f"{number}" for number in range(60_000)]
    slices = list(decode(source(tmp_path, "Order;Colour;Net Amount\n" + "\n".join(row + ";1" for row in rows))))
    assert max(len(piece.rows) for piece in slices) <= 5_000
    assert max(len(piece.refused) for piece in slices) <= 5_000
    read = gathered(slices)
    assert [row[-1] for row in read.rows] == [number + 2 for number in range(60_000) if number % 3]
    assert [told[0] for told in read.refused] == [number + 2 for number in range(0, 60_000, 3)]
    assert read.warnings == ["ignored unknown columns: Colour"]


@pytest.mark.parametrize("cell", ["2", ' 2"'], ids=["plain lines", "others"])
def test_a_record_that_a_reader_does_not_find_is_never_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cell: str
) -> None:
    monkeypatch.setattr(csv_survey.Survey, "good_text", lambda survey: survey.block.text.split(b"\n")[0] + b"\n")
    assert rejection(tmp_path, f"Order;Net Amount\n1;{cell}\n3;4\n") == (
        "UNSUPPORTED_FORMAT: lines 2 to 3 can't be cut into cells; write the file as RFC 4180 describes"
    )


# --- Raw lines ------------------------------------------------------------------------------------------------------


def test_raw_lines_give_records_as_they_stand(tmp_path: Path) -> None:
    text = 'Order;Net Amount\r\n 1 ;"a\nb"\r\n\r\n3;"4\r\n5;"é"\r\n6;7;8'
    read = raw_lines(source(tmp_path, text), [8, 2, 6, 2, 5, 99])
    assert read.schema == {"line_number": pl.Int64, "raw_row": pl.String}
    assert read.rows() == [(2, ' 1 ;"a\nb"'), (5, '3;"4'), (6, '5;"é"')]


def test_no_raw_lines(tmp_path: Path) -> None:
    assert raw_lines(source(tmp_path, "Order;Net Amount\n1;2\n"), []).is_empty()


def test_raw_lines_read_no_further_than_needed(tmp_path: Path) -> None:
    far = b"Order;Net Amount\n" + b"1;2\n" * 8_000_000 + b"\xff"
    assert raw_lines(source(tmp_path, far), [2]).rows() == [(2, "1;2")]


# --- Any file -------------------------------------------------------------------------------------------------------

CELLS = st.text(st.sampled_from('ab"";,\t\n\r é🚚\u00a0'), max_size=8)
TABLES = st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=12)


def written(table: list[tuple[str, str, str]], separator: str, line_end: str, quoting: int) -> tuple[str, list[int]]:
    """The file, and the physical line on which each row starts."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator, lineterminator=line_end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(["Order", "Net Amount", "Note"])
    lines = []
    for row in table:
        lines.append(file.getvalue().count("\n") + 1)
        writer.writerow(row)
    return file.getvalue(), lines


@settings(max_examples=120, deadline=None)
@given(
    table=TABLES,
    separator=st.sampled_from(";,\t"),
    line_end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    block=st.sampled_from([1 << 22, 1, 7, 64]),
)
def test_what_pythons_csv_writes_is_read_back(
    table: list[tuple[str, str, str]], separator: str, line_end: str, quoting: int, block: int
) -> None:
    if "\r" in "".join(map("".join, table)):
        quoting = csv.QUOTE_ALL  # with LF at the end of its lines, Python's writer leaves a CR outside quotes
    text, lines = written(table, separator, line_end, quoting)
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_survey, "BLOCK_BYTES", block)
        told = source(Path(folder), text)
        read = gathered(list(decode(told)))
        raw = raw_lines(told, lines)["raw_row"].to_list()
    assert read.refused == []
    assert read.rows == [
        (*(cell.strip() or None for cell in row), line) for row, line in zip(table, lines, strict=True)
    ]
    assert line_end.join([text.split(line_end, 1)[0], *raw, ""]) == text


LINE_CELLS = st.text(st.sampled_from('ab""; \té\u00a0\u3000\x00\x1f\x85'), max_size=5)


@settings(max_examples=300, deadline=None)
@given(
    cells=st.lists(LINE_CELLS | LINE_CELLS.map(lambda text: f'"{text}"'), min_size=1, max_size=4),
    separator=st.sampled_from(";,\t"),
)
def test_a_plain_line_is_a_whole_one_without_blanks_around_cells(cells: list[str], separator: str) -> None:
    grammar = csv_grammar.Grammar(separator, b"\n", len(cells))
    line = pl.Series([separator.join(cells)])
    if line.str.contains(grammar.plain_line)[0]:
        assert line.str.contains(grammar.whole_line)[0]
        record = grammar.record(line[0].encode(), 0)
        inside = [cell.decode().removeprefix('"').removesuffix('"') for cell in record.cells]
        assert record.good
        assert [text.strip() for text in inside] == inside


# Cells in quotes begin with a letter here: a quote that never closes meets no quote that could close it.
PLAIN = st.text(st.sampled_from("ab é"), max_size=6)
QUOTED = st.text(st.sampled_from('ab";\n'), max_size=6).map(lambda text: '"x{}"'.format(text.replace('"', '""')))
GOOD = st.lists(PLAIN | QUOTED | st.just('5" x'), min_size=3, max_size=3).map(";".join)
BROKEN = st.sampled_from(
    [("x", COUNT), ("x;y", COUNT), ("x;y;z;w", COUNT), ('x;"y', QUOTES), ('"x"y;z;w', QUOTES), ("x;\x00;y", CONTROL)]
)
BLANK = st.sampled_from(["", "  "])
PARTS = st.lists(GOOD.map(lambda text: (text, "")) | BROKEN | BLANK.map(lambda text: (text, "BLANK")), max_size=14)


@settings(max_examples=120, deadline=None)
@given(
    parts=PARTS,
    line_ends=st.lists(st.sampled_from(["\n", "\r\n"]), min_size=15, max_size=15),
    block=st.sampled_from([1 << 22, 1, 16]),
)
def test_every_row_is_accounted_for_once(parts: list[tuple[str, str]], line_ends: list[str], block: int) -> None:
    text, good, broken = "Order;Net Amount;Note" + line_ends[0], [], []
    for (part, code), line_end in zip(parts, line_ends[1:], strict=False):
        line = text.count("\n") + 1
        if not code:
            good.append((*(cell.strip() or None for cell in next(csv.reader([part + "\n"], delimiter=";"))), line))
        elif code != "BLANK":
            broken.append((line, code, part))
        text += part + line_end
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_survey, "BLOCK_BYTES", block)
        patch.setattr(csv_grammar, "RECORD_BYTES", 1 << 20)
        read = decoded(Path(folder), text)
    assert read.rows == good
    assert [(line, code, raw) for line, code, _, raw in read.refused] == broken
