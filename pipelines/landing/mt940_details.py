"""What `:86:` says of a movement: in numbered fields (`?20SVWZ+...`, mostly behind a code), in named ones (`/EREF/../REMI/..`), or as free text.

A text stands in lines of 65 characters, and in fields of 27: where one ends, `CUT` stands here, until it is read once with a blank and
once with nothing in its place, because banks cut references in two (formats.md §6).
"""

import polars as pl

_CUT = "\x1f"
_FIELD = "\x1e"
_MARKS = ">~<@"  # what banks put before the number of a field instead of a question mark
_SEPA_KEYS = "EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|PURP|MDAT|DDAT|SQTP|ORCR|ORMR|IBAN|BIC"
_NAMES = "EREF|REMI|NAME|IBAN|BIC|TRTP|MARF|CSID|ISDT|PREF|RTRN|BENM|ORDP|CNTP|ULTC|ULTD|ULTB|PURP|SVCL|CREF|BUSP|OCMT|CHGS|EXCH|TRCD|ACCW"
_NAMED = rf"^/(?:{_NAMES})/"
_PURPOSE = "2[0-9]|6[0-3]"
_MARKED = {f"?{number:02}": f"{_FIELD}{number:02}" for number in range(100)}
_PARTED = {f"/{name}/": f"{_FIELD}{name}/" for name in _NAMES.split("|")}
_RETURNS = ["108", "109", "159"]  # German codes of returned debits and of a returned transfer


def fields_of(movements: pl.DataFrame) -> pl.DataFrame:
    """The columns of a bank line that `details` (`:86:`) and `more` (`:NS:`) of each movement tell; text, null where they say nothing."""
    # Step by step, each a column: as one expression every step would stand in those after it as often as they read it.
    # Lazily, because only then is an expression that stands in two places read once.
    read = _laid_out(movements.select("details", "more")).lazy()
    read = read.with_columns(fields=_fields(), parts=_parts())
    read = read.with_columns(purpose=_numbers(_PURPOSE, _CUT))
    read = read.with_columns(keys=_keyed(), remitted=_name("REMI"))
    text = pl.coalesce(_key("SVWZ"), _unkeyed(), _named_text(), _free_text(), _lines_of_more("0[1-9]|1[0-4]"))
    read = read.with_columns(said=text)
    return read.select(
        payer_name=_one(pl.coalesce(_numbers("3[23]", ""), _name("NAME"), _counterparty(2), _lines_of_more("1[56]"))),
        payer_iban=_one(pl.coalesce(_numbers("31", ""), _key("IBAN"), _name("IBAN"), _counterparty(0))),
        remittance=_spaced(pl.col("said")),
        joined=pl.when(pl.col("said").str.contains(_CUT)).then(_one(pl.col("said"))),
        structured_reference=_one(pl.col("remitted").str.extract(r"^STRD/(?:CUR|ISO)/+([^/]+)", 1)),
        told_end_to_end_id=_one(pl.coalesce(_key("EREF"), _name("EREF"))),
        original_amount=_one(_key("OAMT")).str.replace(",", ".", literal=True),
        original_money=_one(_name("OCMT")),
        return_reason=_one(_name("RTRN")),
        returned=(pl.col("details").str.slice(0, 3).is_in(_RETURNS) & pl.col("numbered")).fill_null(value=False),
    ).collect()


def _laid_out(texts: pl.DataFrame) -> pl.DataFrame:
    """`text`: with its lines' ends as CUT, and `?` before the number of every field, whole where it was cut; and which kind it is."""
    laid = texts.with_columns(text=pl.col("details").str.replace_all("\n", _CUT, literal=True))
    marks = laid["text"].str.extract(rf"^[0-9]{{3}}([{_MARKS}])[0-9]{{2}}", 1).unique().drop_nulls()
    for mark in marks:
        marked = pl.col("text").str.slice(3, 1) == mark
        laid = laid.with_columns(
            text=pl.when(marked).then(pl.col("text").str.replace_all(mark, "?", literal=True)).otherwise("text")
        )
    # Only where there is a cut to take out: to write every number anew costs ten times as much.
    cut_number = rf"\?(?:{_CUT}([0-9]){_CUT}?([0-9])|([0-9]){_CUT}([0-9]))"
    whole = pl.col("text").str.replace_all(cut_number, "?$1$2$3$4")
    return laid.with_columns(text=whole).with_columns(
        numbered=pl.col("text").str.contains(r"^(?:[0-9]{3})?\?[0-9]{2}"),
        named=pl.col("text").str.contains(rf"^/(?:{_NAMES})/"),
    )


def _fields() -> pl.Expr:
    """The numbered fields, FIELD before each; a line's end in the midst of one is no end of anything."""
    whole = pl.col("text").str.replace_all(_CUT, "", literal=True)
    return pl.when("numbered").then(_FIELD + whole.str.replace_many(_MARKED))


def _parts() -> pl.Expr:
    """The named fields, each as FIELD, its name, a slash and its text."""
    return pl.when("named").then(pl.col("text").str.replace_many(_PARTED))


def _numbers(numbers: str, between: str) -> pl.Expr:
    """The texts of the fields with these numbers, one behind the other."""
    told = pl.col("fields").str.extract_all(rf"{_FIELD}(?:{numbers})[^{_FIELD}]*").list.join("")
    bare = told.str.replace(rf"^{_FIELD}..", "").str.replace_all(rf"\s*{_FIELD}..", between)
    return _filled(bare.str.strip_chars_end())


def _keyed() -> pl.Expr:
    """The purpose at its SEPA keywords, each as FIELD and `KEY+text`, what stands before the first one in front."""
    # A field may end within a keyword.
    keys = "|".join(f"{_CUT}?".join(key) for key in _SEPA_KEYS.split("|"))
    return _FIELD + pl.col("purpose").str.replace_all(rf"({keys}){_CUT}?\+", f"{_FIELD}$1+")


def _key(name: str) -> pl.Expr:
    letters = f"{_CUT}*".join(name)
    return _filled(pl.col("keys").str.extract(rf"{_FIELD}{_CUT}*{letters}{_CUT}*\+([^{_FIELD}]*)"))


def _unkeyed() -> pl.Expr:
    return _filled(pl.col("keys").str.extract(rf"^{_FIELD}([^{_FIELD}]*)"))


def _name(name: str) -> pl.Expr:
    return _filled(pl.col("parts").str.extract(rf"{_FIELD}{name}/([^{_FIELD}]*)").str.strip_chars_end("/"))


def _named_text() -> pl.Expr:
    return _filled(pl.col("remitted").str.replace(r"^(?:USTD|STRD/(?:CUR|ISO))/+", ""))


def _counterparty(part: int) -> pl.Expr:
    """ING's `/CNTP/account/bank/name/city/`."""
    return _filled(_name("CNTP").str.split("/").list.get(part, null_on_oob=True))


def _free_text() -> pl.Expr:
    return _filled(pl.when(~pl.col("numbered") & ~pl.col("named")).then("text"))


def _lines_of_more(numbers: str) -> pl.Expr:
    """Of `:NS:`, whose lines begin with two digits, those with these numbers."""
    lines = pl.col("more").str.extract_all(rf"(?m)^(?:{numbers}).+$")
    return _filled(lines.list.eval(pl.element().str.slice(2)).list.join(_CUT))


def _filled(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.contains(rf"[^\s{_CUT}]")).then(text)


def _one(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(_CUT, "", literal=True).str.strip_chars()


def _spaced(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(_CUT, " ", literal=True).str.strip_chars()
