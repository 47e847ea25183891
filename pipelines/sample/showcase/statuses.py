"""Planted orders, one for each payment status and way to get there (domain.md §4).

Each owes an amount of its own, so that it is recognised in a statement and none pays for another.
"""

from pipelines.sample.showcase.stories import CARD, FIRST, Event, Line, Story, bought, owes, wired

_TYPED = "VIR SEPA {ref}"

STATUSES = (
    bought(
        9001,
        "Placed, nothing authorised",
        "WAITING_AUTHORIZATION",
        part=owes("90.01", "ORDER_CREATED", 2, recorded="INIT_PAYMENT"),
    ),
    bought(
        9002,
        "The card is authorised",
        "AUTHORIZED",
        Event("AUTHORIZATION", "90.02", 4, "PENDING"),
        Event("AUTHORIZATION", "90.02", 4),
        part=owes("90.02", "WAITING_SUPPLIER_APPROVAL", 3, recorded="CAPTURE_PENDING"),
    ),
    Story(
        9003,
        "Must be paid before it is accepted",
        "WAITING_PAYMENT",
        FIRST,
        "B",
        5,
        parts=(owes("90.03", "WAITING_SUPPLIER_APPROVAL", 4, recorded="WAITING_PAYMENT"),),
    ),
    wired(9004, "Shipped, due later", "WAITING_PAYMENT", part=owes("90.04", recorded="WAITING_PAYMENT")),
    Story(
        9005,
        "Two part captures, one for each parcel",
        "PAID",
        CARD,
        created=14,
        parts=(owes("60.05", at=11, recorded="PAID"), owes("30.00", at=9, lo=2, recorded="PAID")),
        events=(
            Event("AUTHORIZATION", "90.05", 13),
            Event("CAPTURE", "60.05", 10, op=2),
            Event("CAPTURE", "30.00", 8, op=3),
        ),
    ),
    Story(
        9006,
        "Paid in part before acceptance",
        "PARTIALLY_PAID",
        FIRST,
        "B",
        9,
        parts=(owes("90.06", "WAITING_SUPPLIER_APPROVAL", 8, recorded="WAITING_PAYMENT"),),
        lines=(Line("50.06", _TYPED, at=6, noise="partial"),),
    ),
    wired(
        9007,
        "Paid too much",
        "OVER_PAID OVERPAID",
        Line("130.07", _TYPED, 8, "over"),
        part=owes("90.07", at=20, recorded="PAID"),
    ),
    bought(
        9008,
        "The card was refused, the order went no further",
        "REFUSED",
        Event("AUTHORIZATION", "90.08", 10, "FAILED"),
        part=owes("90.08", "ORDER_CREATED", 11),
    ),
    bought(
        9009,
        "A part was given back",
        "PARTIALLY_REFUNDED",
        Event("CAPTURE", "90.09", 20),
        Event("REFUND", "30.09", 9, op=2),
        part=owes("90.09", at=21, recorded="PARTIALLY_REFUNDED"),
    ),
    bought(
        9010,
        "All was given back",
        "REFUNDED",
        Event("CAPTURE", "90.10", 20),
        Event("REFUND", "90.10", 9, op=2),
        part=owes("90.10", at=21, recorded="REFUNDED"),
    ),
)
