"""Kinds of columns: how a landed or published column is typed, titled and described. No rule of the business belongs here."""

from typing import Annotated, Any

import pandera.polars as pa
import polars as pl

Money = Annotated[pl.Decimal, 18, 2]
Number = Annotated[pl.Decimal, 18, 6]
Instant = Annotated[pl.Datetime, "us", "UTC"]

LONGEST_TEXT = 10_000  # contract.md §2: longer cells are refused as TOO_LONG


def text(
    title: str,
    description: str,
    *,
    required: bool = False,
    nullable: bool | None = None,
    also: tuple[str, ...] = (),
    **checks: Any,
) -> Any:
    """A text cell of at most 10,000 characters; `required` means the file must have the column, by this header or, without it, `also`."""
    return _field(title, description, required, nullable, also, str_length={"max_value": LONGEST_TEXT}, **checks)


def code(
    title: str, description: str, codes: tuple[str, ...], *, required: bool = False, nullable: bool | None = None
) -> Any:
    """One of a closed list of codes, in capitals."""
    return _field(title, description, required, nullable, isin=list(codes))


def number(title: str, description: str, *, required: bool = False, nullable: bool | None = None, **checks: Any) -> Any:
    """An exact number with up to six decimals; `ge=0` where a negative one is refused."""
    return _field(title, description, required, nullable, **checks)


def instant(
    title: str,
    description: str,
    *,
    required: bool = False,
    nullable: bool | None = None,
    also: tuple[str, ...] = (),
) -> Any:
    """A point in time, or a date; nothing before 2000 (contract.md §2)."""
    return _field(title, description, required, nullable, also)


def flag(title: str, description: str) -> Any:
    """A yes or no; an empty cell is no."""
    return _field(title, description, required=False, nullable=False)


def _field(
    title: str,
    description: str,
    required: bool,  # noqa: FBT001
    nullable: bool | None,  # noqa: FBT001
    also: tuple[str, ...] = (),
    **checks: Any,
) -> Any:
    allowed = not required if nullable is None else nullable
    told = {"required": required, "also": also}
    return pa.Field(title=title, description=description, nullable=allowed, metadata=told, **checks)


def published(
    description: str, *, nullable: bool = False, codes: tuple[str, ...] | None = None, at_least: int | None = None
) -> Any:
    """A column of a published table; what is nullable says when it is null. `codes`: the closed list it takes."""
    closed = None if codes is None else list(codes)
    return pa.Field(description=description, nullable=nullable, isin=closed, ge=at_least)
