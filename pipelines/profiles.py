"""Profiles of bank CSV: how a bank writes what contract.md §3.4 calls by other names, as a setting (formats.md §8)."""

import re
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from schemas.currencies import DECIMALS, MOST_DECIMALS

BankField = Literal[
    "account_iban", "booking_date", "value_date", "amount", "debit", "credit", "currency", "payer_name", "payer_iban",
    "remittance_information", "end_to_end_id", "bank_reference", "structured_reference",
]  # fmt: skip
_READ_FROM_TEXT = {"payer_name", "payer_iban", "end_to_end_id", "bank_reference", "structured_reference"}


def _known_encoding(name: str) -> str:
    try:
        "a".encode(name)  # some of what Python can look up is no encoding of text
    except LookupError as fault:
        message = f"{name!r} is no encoding, such as 'cp1252' or 'utf-8'"
        raise ValueError(message) from fault
    return name


def _sound(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as fault:
        message = f"{pattern!r} is no regular expression: {fault}"
        raise ValueError(message) from fault
    return pattern


def _whole_day(form: str) -> str:
    day = datetime(2026, 11, 23)  # noqa: DTZ001 - a day on a statement has no zone
    # Polars reads it in the end, which is not asked here: settings are read before processes part, and its threads don't survive that.
    known = not {*_DIRECTIVES.findall(re.sub("%H:%M(:%S)?", "", form))} - {*"dmyYbBj"}
    with suppress(ValueError):
        # Python warns of a day without a year.
        if known and "%y" in form.lower() and datetime.strptime(day.strftime(form), form) == day:  # noqa: DTZ007
            return form
    message = f"{form!r} tells no whole day, as '%d/%m/%Y' does"
    raise ValueError(message)


def _known_currency(code: str) -> str:
    if code and DECIMALS.get(code, MOST_DECIMALS + 1) > MOST_DECIMALS:
        message = f"{code!r} is no currency of ISO 4217 with at most {MOST_DECIMALS} decimals, such as 'EUR'"
        raise ValueError(message)
    return code


Pattern = Annotated[str, AfterValidator(_sound)]

_DIRECTIVES = re.compile("%(.?)")


class Profile(BaseModel):
    """One layout. It is taken for a file that has all its columns, where `files` allows the file's name.

    `columns`: header by field; `debit` and `credit` stand for an amount in two columns. `dates`: as strptime reads them.
    `account`, `currency`: where no column tells them; without either the account is looked for in front of the header.
    `footer`: lines that begin so are no rows. `texts`: by field a pattern that finds it in the remittance information, its first group.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: dict[BankField, str]
    files: Pattern = ""
    encoding: Annotated[str, AfterValidator(_known_encoding)] = "utf-8"
    dates: Annotated[str, AfterValidator(_whole_day)] = "%d/%m/%Y"
    decimal: Literal[",", "."] = ","
    account: str = ""
    currency: Annotated[str, AfterValidator(_known_currency)] = ""
    footer: Pattern = ""
    texts: dict[str, Pattern] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _whole(self) -> "Profile":
        told = self.columns.keys()
        if "booking_date" not in told:
            message = "columns name no booking_date"
            raise ValueError(message)
        if ("amount" in told) == bool({"debit", "credit"} & told):
            message = "columns name either an amount, or debit and credit"
            raise ValueError(message)
        if len({*self.columns.values()}) < len(self.columns):
            message = "columns name one header twice"
            raise ValueError(message)
        if unknown := self.texts.keys() - _READ_FROM_TEXT:
            message = f"texts tell no {', '.join(sorted(unknown))}"
            raise ValueError(message)
        return self


BUILT_IN = {
    "societe_generale": Profile(
        columns={
            "booking_date": "date_comptabilisation",
            "remittance_information": "libelle_complet_operation",
            "amount": "montant_operation",
            "currency": "devise",
        },
        encoding="iso8859-15",
        texts={"payer_name": r"DE: (.+?) (?:MOTIF|REF|DATE|CHEZ): ", "end_to_end_id": r"REF: (\S+)"},
    ),
    "debit_credit": Profile(
        columns={
            "booking_date": "Date operation",
            "value_date": "Date valeur",
            "remittance_information": "libelle",
            "debit": "Debit",
            "credit": "Credit",
        },
        encoding="cp1252",
        currency="EUR",
        footer=r"\"?(?i:total)",
    ),
}
