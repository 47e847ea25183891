"""How a shop's lines are taxed, as settings and as SQL macros (domain.md §6)."""

from collections import Counter
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from pipelines.sql import literal

Role = Literal["PRODUCT_TAX_RATE", "PRODUCT_TAX_CODE", "SHIPPING_TAX_RATE", "SHIPPING_TAX_CODE"]
FieldName = Annotated[str, Field(min_length=1, pattern=r'^[^"$]+$')]


def _one_field_a_role(roles: dict[Role, str]) -> dict[Role, str]:
    if twice := sorted(name for name, times in Counter(roles.values()).items() if times > 1):
        message = f"a field has one role: {', '.join(twice)}"
        raise ValueError(message)
    return roles


class Tax(BaseModel):
    """`mode`: "computed" from rates, or "given" by the shop's own calculation, which nothing is held against. `per`: what a tax is rounded on.

    `roles`: which custom field holds what.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: Literal["computed", "given"] = "computed"
    per: Literal["line", "unit"] = "line"
    roles: Annotated[dict[Role, FieldName], AfterValidator(_one_field_a_role)] = {}


def macros(tax: Tax) -> str:
    """SQL macros: one a role, such as `product_tax_rate(custom_fields)`, null where no field has it; `taxes_are_computed()`; and `tax_on`.

    `tax_on(goods, price, quantity, rate, currency)` is a DECIMAL(18, 2): on the rounded line, or on each unit.
    """
    computed = tax.mode == "computed"
    written = [f"create or replace temp macro taxes_are_computed() as {str(computed).lower()}"]
    for role in get_args(Role):
        field = tax.roles.get(role)
        path = literal(f'$."{field}"')
        told = f"json_extract_string(custom_fields, {path})" if field and computed else "null::varchar"
        if role.endswith("_RATE"):
            # What is no percentage is none of a tax; a row with such a one in a column of its own is refused.
            told = f"list_filter([try_cast({told} as decimal(18, 6))], lambda rate: rate between 0 and 1000)[1]"
        written.append(f"create or replace temp macro {role.lower()}(custom_fields) as {told}")
    percent = "0.01::decimal(3, 2)"
    # Two decimals of at most 18 digits are multiplied in 18, so that one side is wider.
    of_line = f"round_money(goods::decimal(20, 2) * rate::decimal(18, 6) * {percent}, currency)"
    of_units = f"(round_money(price::decimal(20, 6) * rate::decimal(12, 6) * {percent}, currency)::decimal(20, 2) * quantity::decimal(18, 6))"
    body = of_line if tax.per == "line" else f"round_money({of_units}, currency)"
    written.append(f"create or replace temp macro tax_on(goods, price, quantity, rate, currency) as {body}")
    return ";\n".join(written)
