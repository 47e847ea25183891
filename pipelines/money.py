"""The one home of money arithmetic: how an amount is rounded, in SQL, on exact decimals (domain.md §6).

Polars rounds half to even and DuckDB half away from zero, so nothing outside these macros rounds money.
"""

from pipelines import taxes
from pipelines.rules import Rules
from schemas.currencies import DECIMALS


def macros(rules: Rules) -> str:
    """SQL macros: `minor_unit(currency)`, `minor_amount(units, currency)`, `round_money(value, currency)`; result DECIMAL(18, 2); and taxes.py's.

    `units`: whole minor units as text; `value`: DECIMAL.
    """
    whole = ", ".join(f"'{currency}'" for currency, decimals in sorted(DECIMALS.items()) if decimals == 0)
    rounded = f"when has_no_cents(currency) then {_rounded(rules.rounding, 0)} else {_rounded(rules.rounding, 2)}"
    unit = "when has_no_cents(currency) then 1.00 else 0.01"
    bodies = {
        "has_no_cents(currency)": f"currency in ({whole})",
        "minor_unit(currency)": f"case {unit} end::decimal(18, 2)",
        "minor_amount(units, currency)": f"(units::decimal(15, 0) * case {unit} end::decimal(3, 2))::decimal(18, 2)",
        "round_money(value, currency)": f"case {rounded} end::decimal(18, 2)",
    }
    rounding = [f"create or replace temp macro {name} as {body}" for name, body in bodies.items()]
    return ";\n".join([*rounding, taxes.macros(rules.tax)])


def _rounded(mode: str, decimals: int) -> str:
    """`value` rounded to 0 or 2 decimals; every step stays a DECIMAL."""
    unit = "1.00" if decimals == 0 else "0.01"
    # A CASE over DECIMAL(38, 0) and DECIMAL(38, 2) is a DECIMAL(38, 0) and would lose the cents: every branch is cast.
    nearest = f"round(value::decimal(38, 12), {decimals})::decimal(38, 2)"
    # round() goes half away from zero; the distance to it tells the other modes which way it went.
    step = f"(sign(value) * {unit})::decimal(38, 2)"
    if mode == "HALF_UP":
        return nearest
    over = f"abs({nearest}) > abs(value::decimal(38, 12))"
    if mode == "DOWN":
        return f"(case when {over} then {nearest} - {step} else {nearest} end)"
    if mode == "UP":
        return f"(case when abs({nearest}) < abs(value::decimal(38, 12)) then {nearest} + {step} else {nearest} end)"
    half = f"abs({nearest}::decimal(38, 12) - value::decimal(38, 12)) * 2 = {unit}::decimal(38, 12)"
    odd = f"({nearest} * {1 if decimals == 0 else 100})::hugeint % 2 <> 0"
    return f"(case when {half} and {odd} then {nearest} - {step} else {nearest} end)"
