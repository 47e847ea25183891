"""The table macros that are published beside the tables (contract.md §4)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PublishedMacro:
    """A query with filters; every parameter is named and may be left out."""

    name: str
    parameters: tuple[str, ...]
    description: str


MACROS = (
    PublishedMacro(
        "search_orders",
        (
            "order_id",
            "logistic_status",
            "payment_status",
            "incident",
            "payment_method",
            "supplier",
            "account",
            "message",
            "price_from",
            "price_to",
            "created_from",
            "created_to",
            "updated_from",
            "updated_to",
        ),
        "Rows of `orders` that fit every filter given, such as search_orders(account := 'ACC1', price_from := 100). order_id: a reference, "
        "DJUST id or external id of the order or of one of its logistic orders, in any case; incident: whether it ever had one; "
        "payment_method: the payment option; message: a part of the customer's message, in any case; price: total_price; _from is "
        "included, _to is not.",
    ),
)
