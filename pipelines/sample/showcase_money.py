"""Planted orders whose point is the money: payment statuses, findings, rules of matching (domain.md §4, §5, §7).

Each owes an amount of its own, so that it is recognised in a statement and none pays for another.
"""

from pipelines.sample.stories import CARD, FIRST, Decision, Event, Line, Part, Story

_TYPED = "VIR SEPA {ref}"


def _owes(amount: str, status: str = "SHIPPED", at: int = 12, *, recorded: str | None = None, lo: int = 1) -> Part:
    return Part(status, at=at, lines=(amount,), recorded=recorded, lo=lo)


def _bought(number: int, what: str, shows: str, status: str | None, *events: Event, part: Part) -> Story:
    """A card order, placed when its first event happened or the day before its part was seen."""
    created = max([event.at for event in events] + [part.at]) + 1
    return Story(number, what, tuple(shows.split()), status, CARD, parts=(part,), events=events, created=created)


def _wired(number: int, what: str, shows: str, status: str | None, *lines: Line, part: Part) -> Story:
    """A transfer on due date."""
    return Story(number, what, tuple(shows.split()), status, parts=(part,), lines=lines)


def _noisy(number: int, amount: str, text: str, noise: str, shows: str, status: str | None = "PAID") -> Story:
    """A transfer of exactly what is due with a reference bent by one kind of noise; its payer is known."""
    line = Line(amount, text, at=8, noise=noise)
    return Story(number, f"Noise of payments: {noise}", tuple(shows.split()), status, parts=(_owes(amount),), lines=(line,))


STATUSES = (
    _bought(9001, "Placed, nothing authorised", "WAITING_AUTHORIZATION", "WAITING_AUTHORIZATION",
        part=_owes("90.01", "ORDER_CREATED", 2, recorded="INIT_PAYMENT")),
    _bought(9002, "The card is authorised", "AUTHORIZED", "AUTHORIZED", Event("AUTHORIZATION", "90.02", 4, "PENDING"),
        Event("AUTHORIZATION", "90.02", 4), part=_owes("90.02", "WAITING_SUPPLIER_APPROVAL", 3, recorded="CAPTURE_PENDING")),
    Story(9003, "Must be paid before it is accepted", ("WAITING_PAYMENT",), "WAITING_PAYMENT", FIRST, "B", 5,
        parts=(_owes("90.03", "WAITING_SUPPLIER_APPROVAL", 4, recorded="WAITING_PAYMENT"),)),
    _wired(9004, "Shipped, due later", "WAITING_PAYMENT", "WAITING_PAYMENT", part=_owes("90.04", recorded="WAITING_PAYMENT")),
    Story(9005, "Two part captures, one for each parcel", ("PAID",), "PAID", CARD, created=14,
        parts=(_owes("60.05", at=11, recorded="PAID"), _owes("30.00", at=9, lo=2, recorded="PAID")),
        events=(Event("AUTHORIZATION", "90.05", 13), Event("CAPTURE", "60.05", 10, op=2), Event("CAPTURE", "30.00", 8, op=3))),
    Story(9006, "Paid in part before acceptance", ("PARTIALLY_PAID",), "PARTIALLY_PAID", FIRST, "B", 9,
        parts=(_owes("90.06", "WAITING_SUPPLIER_APPROVAL", 8, recorded="WAITING_PAYMENT"),),
        lines=(Line("50.06", _TYPED, at=6, noise="partial"),)),
    _wired(9007, "Paid too much", "OVER_PAID OVERPAID", "OVER_PAID", Line("130.07", _TYPED, 8, "over"), part=_owes("90.07", at=20, recorded="PAID")),
    _bought(9008, "The card was refused, the order went no further", "REFUSED", "REFUSED", Event("AUTHORIZATION", "90.08", 10, "FAILED"),
        part=_owes("90.08", "ORDER_CREATED", 11)),
    _bought(9009, "A part was given back", "PARTIALLY_REFUNDED", "PARTIALLY_REFUNDED", Event("CAPTURE", "90.09", 20),
        Event("REFUND", "30.09", 9, op=2), part=_owes("90.09", at=21, recorded="PARTIALLY_REFUNDED")),
    _bought(9010, "All was given back", "REFUNDED", "REFUNDED", Event("CAPTURE", "90.10", 20), Event("REFUND", "90.10", 9, op=2),
        part=_owes("90.10", at=21, recorded="REFUNDED")),
)  # fmt: skip

FINDINGS = (
    _bought(9011, "Canceled, and the money is still here", "REFUND_DUE OVER_PAID", "OVER_PAID", Event("CAPTURE", "90.11", 15),
        part=_owes("90.11", "CANCELED", 5, recorded="PAID")),
    _bought(9012, "More was given back than came in", "OVER_REFUNDED", "REFUNDED", Event("CAPTURE", "50.12", 20),
        Event("REFUND", "70.12", 10, op=2), part=_owes("50.12", at=21)),
    _bought(9013, "The cardholder disputes the payment", "CHARGEBACK", None, Event("CAPTURE", "90.13", 20),
        Event("CHARGEBACK", "90.13", 7, op=2), part=_owes("90.13", at=21, recorded="PAID")),
    _bought(9014, "A dispute that the shop won", "PAID", "PAID", Event("CAPTURE", "90.14", 20), Event("CHARGEBACK", "90.14", 12, op=2),
        Event("CHARGEBACK_REVERSAL", "90.14", 6, op=3), part=_owes("90.14", at=21, recorded="PAID")),
    _bought(9015, "Authorised, and the capture failed", "CAPTURE_FAILED", None, Event("AUTHORIZATION", "90.15", 9),
        Event("CAPTURE", "90.15", 7, "FAILED", op=2), part=_owes("90.15", "WAITING_SHIPMENT", 8)),
    _bought(9016, "Shipped, and nobody captured the money", "SHIPPED_BEFORE_PAID", "AUTHORIZED", Event("AUTHORIZATION", "90.16", 9),
        part=_owes("90.16", at=6, recorded="AUTHORIZED")),
    _bought(9017, "Canceled, and the authorisation still holds the customer's money", "AUTH_TO_RELEASE", None,
        Event("AUTHORIZATION", "90.17", 9), part=_owes("90.17", "CANCELED", 6)),
    _bought(9018, "Canceled, and the authorisation was released", "VOID", "WAITING_AUTHORIZATION", Event("AUTHORIZATION", "90.18", 9),
        Event("VOID", "90.18", 5, op=2), part=_owes("90.18", "CANCELED", 6)),
    Story(9019, "Money that names an order nobody knows", ("UNMATCHED_PAYMENT",), parts=(),
        lines=(Line("90.19", _TYPED, at=10, noise="stray", payer=None, pays=()),)),
    Story(9020, "Money without a word from somebody unknown", ("UNMATCHED_PAYMENT",), parts=(),
        lines=(Line("4321.09", "VIREMENT INSTANTANE", at=9, noise="stray", payer=None, pays=()),)),
    _wired(9021, "An order in euros, paid in pounds", "CURRENCY_MISMATCH", "WAITING_PAYMENT",
        Line("90.21", _TYPED, 7, "currency", own="GBP", pays=()), part=_owes("90.21")),
    Story(9022, "One order in two currencies", ("MIXED_CURRENCY_ORDER",),
        parts=(_owes("60.22"), Part("SHIPPED", lo=2, lines=("30.00",), currency="GBP"))),
    _wired(9023, "DJUST says paid, and no money came", "RECORDED_WITHOUT_MONEY", "WAITING_PAYMENT", part=_owes("90.23", at=15, recorded="PAID")),
    _bought(9024, "One parcel captured, the authorisation covers the other", "PARTIALLY_PAID", "PARTIALLY_PAID", Event("AUTHORIZATION", "90.24", 9),
        Event("CAPTURE", "40.24", 6, op=2), part=Part("PARTIALLY_SHIPPED", at=7, lines=("40.24", "50.00"), mirakl=True)),
    _bought(9025, "A first card failed, the second was accepted", "AUTHORIZED", "AUTHORIZED", Event("AUTHORIZATION", "90.25", 9, "FAILED"),
        Event("AUTHORIZATION", "90.25", 8, op=2), part=_owes("90.25", "WAITING_SHIPMENT", 7)),
    _bought(9026, "The customer left the payment page", "WAITING_AUTHORIZATION", "WAITING_AUTHORIZATION",
        Event("AUTHORIZATION", "90.26", 6, "CANCELED"), part=_owes("90.26", "ORDER_CREATED", 7)),
    _bought(9027, "An event without an order takes that of its payment", "PAID", "PAID", Event("AUTHORIZATION", "90.27", 16),
        Event("CAPTURE", "90.27", 12, op=2, named=False), part=_owes("90.27", at=13)),
    Story(9028, "An authorisation for an order that no export knows", ("UNKNOWN_ORDER",), option=CARD, parts=(),
        events=(Event("AUTHORIZATION", "90.28", 8),)),
    _bought(9029, "A refund came back", "PAID", "PAID", Event("CAPTURE", "90.29", 20), Event("REFUND", "40.29", 12, op=2),
        Event("REFUND_RETURN", "40.29", 8, op=3), part=_owes("90.29", at=21, recorded="PAID")),
)  # fmt: skip

MATCHING = (
    _wired(9041, "The RF reference in the text", "STRUCTURED PAID", "PAID", Line("90.41", "{rf}", 8), part=_owes("90.41")),
    _wired(9042, "The RF reference in a field of its own (camt)", "STRUCTURED PAID", "PAID",
        Line("90.42", "FACTURE OCTOBRE", 8, own="CAMT", structured=True), part=_owes("90.42")),
    _wired(9043, "The order as end-to-end id", "STRUCTURED PAID", "PAID", Line("90.43", "VIREMENT CLIENT", 8, e2e="{ref}"), part=_owes("90.43")),
    _wired(9044, "The order in the text", "EXACT PAID", "PAID", Line("90.44", "FACT N°{ref}.", 8), part=_owes("90.44", recorded="PAID")),
    _wired(9045, "The logistic order in the text", "EXACT PAID", "PAID", Line("90.45", "{ref}-1", 8), part=_owes("90.45")),
    _noisy(9046, "90.46", "VIR SEPA {day}/9046", "separators", "NORMALISED PAID"),
    _noisy(9047, "90.47", "VIR SEPA {day}9047", "missing_hyphen", "NORMALISED PAID"),
    _noisy(9048, "90.48", "CDE{ref}", "glued", "NORMALISED PAID"),
    _noisy(9049, "90.49", "VIR SEPA {letter_o}", "letter_o", "NORMALISED PAID"),
    _noisy(9050, "90.50", "VIR SEPA {day}-\n9050", "line_break", "NORMALISED PAID"),
    Story(9051, "Noise of payments: typo", ("FUZZY", "PAID"), account="F", parts=(_owes("90.51"),),
        lines=(Line("90.51", "VIR SEPA {day}-9851", at=8, noise="typo"),)),
    _noisy(9052, "90.52", "COMMANDE {cut}", "truncated", "SUGGESTED", None),
    Story(9053, "Two orders in one transfer", ("MULTIPLE",), parts=(_owes("90.53"),),
        lines=(Line("181.07", "{ref} {other}", at=8, noise="several", pays=((9053, "90.53"), (9054, "90.54"))),)),
    Story(9054, "The second order of that transfer", ("MULTIPLE",), parts=(_owes("90.54"),)),
    _noisy(9055, "90.55", "REGLEMENT", "no_reference", "AMOUNT_PAYER", None),
    _wired(9056, "Two equal instalments in one statement", "PAID EXACT", "PAID", Line("45.28", _TYPED, 11, "twin", copies=2), part=_owes("90.56", at=20)),
    _wired(9057, "Refunded in part by the bank", "PARTIALLY_REFUNDED", "PARTIALLY_REFUNDED", Line("90.57", _TYPED, 15),
        Line("-20.57", "REMBOURSEMENT {ref}", 9, "refund", e2e="RMBA"), part=_owes("90.57", at=20)),
    _wired(9058, "The customer's bank took the transfer back", "PAYMENT_RETURN WAITING_PAYMENT", "WAITING_PAYMENT",
        Line("90.58", _TYPED, 12, e2e="VIRA"), Line("-90.58", "RETOUR VIREMENT", 10, "returned", e2e="VIRA"), part=_owes("90.58", at=20)),
    _wired(9059, "A return with the bank's reason (camt)", "PAYMENT_RETURN WAITING_PAYMENT", "WAITING_PAYMENT",
        Line("90.59", _TYPED, 12, own="CAMT", e2e="VIRB"),
        Line("-90.59", "RETOUR", 9, "returned", own="CAMT", e2e="VIRB", reason="AC04"), part=_owes("90.59", at=20)),
    _wired(9060, "A refund that bounced", "REFUND_RETURN OVER_PAID OVERPAID", "OVER_PAID", Line("140.60", _TYPED, 15, "over"),
        Line("-50.00", "REMBOURSEMENT {ref}", 12, "refund", e2e="RMBB"),
        Line("50.00", "REJET VIREMENT", 9, "bounced", e2e="RMBB"), part=_owes("90.60", at=20)),
    Story(9061, "Bank charges were deducted, and the rest is written off", ("PAID",), "PAID", parts=(_owes("90.61", at=20),),
        lines=(Line("89.11", _TYPED, at=8),), decisions=(Decision("WRITE_OFF", 4, "Frais bancaires étrangers", lo=0, amount="1.50"),)),
    _wired(9062, "Paid in pounds, as it was ordered", "EXACT PAID", "PAID", Line("90.62", _TYPED, 8, own="GBP"),
        part=Part("SHIPPED", lines=("90.62",), currency="GBP")),
)  # fmt: skip

MONEY = (*STATUSES, *FINDINGS, *MATCHING)
