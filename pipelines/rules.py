"""What a shop may set: every term, tolerance and list of domain.md with its default, and the same as SQL macros.

Only values live here; what they decide stands in the SQL that calls them by name, e.g. `completion_days()`.
"""

import re
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import duckdb
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from pipelines import providers
from pipelines.profiles import BUILT_IN, Profile
from pipelines.providers import Providers
from pipelines.sql import literal
from pipelines.taxes import Tax
from pipelines.zones import known_zone
from schemas.currencies import DECIMALS
from schemas.vocabulary import LOGISTIC_STATUSES, PAYMENT_OPTIONS


def _known_currencies(tolerances: dict[str, Decimal]) -> dict[str, Decimal]:
    if unknown := sorted(set(tolerances) - set(DECIMALS)):
        message = f"not a currency of ISO 4217: {', '.join(unknown)}"
        raise ValueError(message)
    if fine := sorted(code for code, amount in tolerances.items() if amount != round(amount, DECIMALS[code])):
        message = f"more decimals than the currency has: {', '.join(fine)}"
        raise ValueError(message)
    return tolerances


def _known_statuses(words: dict[str, str]) -> dict[str, str]:
    if unknown := sorted(set(words.values()) - set(LOGISTIC_STATUSES)):
        message = f"not a logistic status: {', '.join(unknown)}"
        raise ValueError(message)
    meanings: dict[str, set[str]] = {}
    for word, status in words.items():
        meanings.setdefault(word.upper(), set()).add(status)
    if twice := sorted(word for word, statuses in meanings.items() if len(statuses) > 1):
        message = f"a word means one status, whatever its case: {', '.join(twice)}"
        raise ValueError(message)
    return words


def _known_option(option: str) -> str:
    if option not in PAYMENT_OPTIONS:
        message = f"not a payment option: {option}; one of {', '.join(PAYMENT_OPTIONS)}"
        raise ValueError(message)
    return option


def _as_the_bank_writes(names: tuple[str, ...]) -> tuple[str, ...]:
    """Accounts and names in capitals, an account also without its blanks."""
    return tuple(
        dict.fromkeys(form for name in names for form in (name.strip().upper(), "".join(name.split()).upper()))
    )


def column_of(name: str) -> str:
    """What a field or attribute is called as a column: `CF_Colour code` is `cf_colour_code`."""
    return re.sub(r"\W+", "_", name.strip().casefold()).strip("_")


def _new_columns(names: tuple[str, ...]) -> tuple[str, ...]:
    """Every name is a column of its own, and none that order lines have already."""
    if names:
        from schemas.published.orders import OrderLines  # noqa: PLC0415  # only who names one pays for it

        taken = {*OrderLines.to_schema().columns}
        for name in names:
            column = column_of(name)
            if not column or column in taken or column[0].isdigit():
                message = f"{name!r} gives no column of its own"
                raise ValueError(message)
            taken.add(column)
    return names


# Settings are read several times by a process, and a pattern is as sound each time.
@cache
def _sound_pattern(pattern: str) -> str:
    try:
        duckdb.execute("select regexp_matches('', ?)", [pattern]).fetchall()
    except duckdb.Error as fault:
        message = f"{pattern!r} is no regular expression (RE2): {fault}"
        raise ValueError(message) from fault
    return pattern


Pattern = Annotated[str, AfterValidator(_sound_pattern)]
# `true` is no number of days, though Python counts it as one.
Days = Annotated[int, Field(ge=0, le=3660, strict=True)]
Hours = Annotated[int, Field(ge=0, le=8760, strict=True)]
Tolerance = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=2)]


class Rules(BaseModel):
    """The settings that rules read. Days and hours are whole numbers, amounts are in major units."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    time_zone: Annotated[str, AfterValidator(known_zone)] = "Europe/Paris"
    tolerances: Annotated[dict[str, Tolerance], AfterValidator(_known_currencies)] = {}
    rounding: Literal["HALF_UP", "HALF_EVEN", "UP", "DOWN"] = "HALF_UP"
    order_reference: Pattern = r"[0-9]{8}-[0-9]+(-[0-9]+)?"
    external_id_pattern: Pattern = r".{8,}|.*[A-Za-z].*[0-9].*|.*[0-9].*[A-Za-z].*"
    status_words: Annotated[dict[str, str], AfterValidator(_known_statuses)] = {}
    strict_transitions: Annotated[bool, Field(strict=True)] = False
    import_grace_hours: Hours = 48
    refusal_grace_hours: Hours = 72
    capture_grace_hours: Hours = 24
    completion_days: Days = 21
    stale_days: Days = 30
    unknown_order_days: Days = 3
    unknown_reference_days: Days = 3
    authorization_days: Days = 30
    evidence_days: Days = 5
    return_days: Days = 5
    refund_days: Days = 10
    default_due_days: Days = 30
    overdue_grace_days: Days = 2
    payout_days: Days = 7
    payout_tolerance: Tolerance = Decimal(0)
    mirakl_payment_option: Annotated[str, AfterValidator(_known_option)] = "CREDIT_CARD"
    mt940_variants: dict[str, Literal["STANDARD", "ASNB", "GLS"]] = {}
    bank_profiles: Annotated[dict[str, Profile], AfterValidator(lambda own: BUILT_IN | own)] = BUILT_IN
    psp: Providers = Providers()
    tax: Tax = Tax()
    own_accounts: Annotated[tuple[str, ...], AfterValidator(_as_the_bank_writes)] = ()
    ignored_counterparties: Annotated[tuple[str, ...], AfterValidator(_as_the_bank_writes)] = ()
    incident_reasons: tuple[str, ...] = ()
    cart_columns: Annotated[tuple[str, ...], AfterValidator(_new_columns)] = ()
    opening_date: date | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The shop's time zone."""
        return ZoneInfo(self.time_zone)


def macros(rules: Rules) -> str:
    """One SQL macro per setting: terms as INTERVAL, lists as VARCHAR[], `tolerance(currency)` as DECIMAL(18,2)."""
    written = [
        f"create or replace temp macro {name}() as {_literal(name, value)}"
        for name, value in rules
        if name not in _MAPS
    ]
    cases = " ".join(
        f"when '{currency}' then {amount}::decimal(18, 2)" for currency, amount in sorted(rules.tolerances.items())
    )
    chosen = f"case currency {cases} else 0.00::decimal(18, 2) end" if cases else "0.00::decimal(18, 2)"
    tolerance = f"create or replace temp macro tolerance(currency) as {chosen}"
    return ";\n".join([*written, tolerance, providers.macros(rules.psp)])


_MAPS = ("tolerances", "status_words", "mt940_variants", "bank_profiles", "psp", "tax")


def _literal(name: str, value: object) -> str:
    if name.endswith("_hours"):
        return f"to_hours({value})"
    if name.endswith("_days"):
        # A term of n days is n x 24 hours between instants (domain.md §1): never a calendar day that the clock change bends.
        return f"to_hours({value} * 24)"
    match value:
        case None:
            written = "null"
        case bool():
            written = str(value).lower()
        case Decimal():
            written = f"{value}::decimal(18, 2)"
        case tuple():
            written = f"[{', '.join(map(literal, value))}]::varchar[]"
        case date():
            written = f"date '{value}'"
        case _:
            written = literal(str(value))
    return written
