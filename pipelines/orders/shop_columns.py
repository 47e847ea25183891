"""Columns of published views that a shop's settings add or fill: its cart columns, and which reasons of incidents it knows (domain.md §8)."""

from pipelines.rules import Rules, column_of
from pipelines.sql import literal, query


def view(name: str, select: str, rules: Rules) -> str:
    """The select of a published view, with what the settings add to it."""
    if name == "order_lines" and rules.cart_columns:
        return _with_cart(select, rules.cart_columns)
    if name == "incidents":
        known = ", ".join(literal(reason.strip().lower()) for reason in rules.incident_reasons)
        warning = f"case when lower(trim(reason)) not in ({known}) then 'UNKNOWN_REASON' end" if known else "null"
        return f"select *, {warning}::varchar as warning from ({select})"
    return select


def comments(rules: Rules) -> dict[str, str]:
    """What the cart columns of `order_lines` mean, by their names."""
    told = "the offer custom field or, where the line has none of that name, the product attribute"
    return {
        column_of(name): f'Cart column "{name}": {told}, as the newest file gives it. Null where neither tells.'
        for name in rules.cart_columns
    }


def _with_cart(lines: str, names: tuple[str, ...]) -> str:
    added = ", ".join(
        f"coalesce({_told('l.custom_fields', name)}, {_told('p.custom_fields', name)}) as {column_of(name)}"
        for name in names
    )
    return f"select l.*, {added} from ({lines}) l left join ({query('orders/product_now')}) p using (variant_id)"


def _told(fields: str, name: str) -> str:
    """What JSON text says under a name, which like every header is the same in any case."""
    entries = f"map_entries(try(from_json({fields}, '\"MAP(VARCHAR, VARCHAR)\"')))"
    return f"list_filter({entries}, lambda entry: lower(trim(entry.key)) = {literal(name.strip().lower())})[1].value"
