"""Planted orders that people decide about, and what only a person can judge (contract.md §3.5; domain.md §4 to §7)."""

from pipelines.sample.showcase.stories import CARD, Decision, Event, Line, Part, Story, bought, owes, wired

_TYPED = "VIR SEPA {ref}"


def _paid_out(number: int, amount: str, fee: str, payout: str) -> Story:
    """A card order whose capture is in a payout."""
    captured = Event("CAPTURE", amount, 9, provider="ADYEN", fee=fee, payout=payout)
    return bought(
        number, f"Captured, and paid out as {payout}", "PAID", captured, part=owes(amount, at=10, recorded="PAID")
    )


PEOPLE = (
    Story(
        9301,
        "Money without a reference, assigned by a person",
        "DECISION PAID",
        parts=(owes("93.01"),),
        lines=(Line("93.01", "SOLDE", at=8, noise="stray", payer=None),),
        decisions=(Decision("ASSIGN", 3, "Le client a confirmé par téléphone", lo=0, payment=0),),
    ),
    Story(
        9302,
        "Of one transfer a part was assigned",
        "PARTLY_MATCHED DECISION PAID",
        parts=(owes("53.02"),),
        lines=(Line("93.02", "SOLDE 2", at=8, noise="stray", payer=None, pays=((9302, "53.02"),)),),
        decisions=(Decision("ASSIGN", 3, "Seule cette commande est à nous", lo=0, amount="53.02", payment=0),),
    ),
    Story(
        9303,
        "A customer typed a reference that was not theirs",
        "UNMATCHED_PAYMENT WAITING_PAYMENT",
        parts=(owes("93.03"),),
        lines=(Line("12.03", _TYPED, at=8, noise="stray", payer=None, pays=()),),
        decisions=(Decision("UNASSIGN", 3, "Référence recopiée par erreur", lo=0, payment=0),),
    ),
    Story(
        9304,
        "Money that is none of the shop's business",
        "IGNORED WAITING_PAYMENT",
        parts=(owes("93.04"),),
        lines=(Line("12.04", "REMBOURSEMENT ASSURANCE", at=8, noise="stray", payer=None, pays=()),),
        decisions=(Decision("IGNORE_PAYMENT", 3, "Assurance du magasin", lo=None, payment=0),),
    ),
    Story(
        9305,
        "More was assigned than came, and an assignment was undone",
        "REFUSED UNDONE WAITING_PAYMENT",
        parts=(owes("93.05"),),
        lines=(Line("12.05", "SOLDE 5", at=8, noise="stray", payer=None, pays=()),),
        decisions=(
            Decision("ASSIGN", 4, "Virement du 12", lo=0, amount="93.05", payment=0),
            Decision("ASSIGN", 3, "Virement du 12", lo=0, payment=0),
            Decision("UNDO", 2, "C'était une autre commande", lo=None, value="DEC-9305-2"),
        ),
    ),
    Story(
        9306,
        "Decisions about what nobody knows wait",
        "WAITING AUTHORIZED",
        parts=(owes("93.06", "WAITING_SHIPMENT", 5),),
        decisions=(
            Decision("ASSIGN", 3, "Virement attendu", lo=0, payment="pay_0123456789abcdef"),
            Decision("RESOLVE_FINDING", 3, "Réglé", lo=None, value="fnd_0123456789abcdef"),
            Decision("SNOOZE_FINDING", 3, "Après les fêtes", lo=None, value="fnd_0123456789abcdef@{due}"),
        ),
    ),
    Story(
        9307,
        "Held, and then let go",
        "SUPERSEDED COMPLETED",
        parts=(owes("93.07", at=25),),
        decisions=(
            Decision("HOLD_COMPLETION", 6, "Le client réclame"),
            Decision("RELEASE_COMPLETION", 2, "Réclamation retirée"),
        ),
    ),
    Story(
        9308,
        "Edited in DJUST by hand, which no export shows yet",
        "PAID",
        parts=(Part("SHIPPED", lines=("93.08",), older=True, recorded="WAITING_PAYMENT"),),
        lines=(Line("93.08", _TYPED, at=8),),
        decisions=(Decision("SET_PAYMENT_STATUS", 2, "Corrigé dans DJUST", lo=0, value="PAID"),),
    ),
    Story(
        9309,
        "A due date that was agreed on, and passed",
        "OVERDUE WAITING_PAYMENT",
        parts=(owes("93.09", at=9),),
        decisions=(Decision("SET_DUE_DATE", 5, "Paiement promis", value="{due}"),),
    ),
    Story(
        9310,
        "An order in euros paid in pounds, with what that is in euros",
        "DECISION PAID",
        parts=(owes("93.10"),),
        lines=(Line("80.10", _TYPED, at=8, noise="stray", own="GBP", pays=()),),
        decisions=(Decision("ASSIGN", 3, "Cours du jour de la banque", lo=0, value="93.10", payment=0),),
    ),
    bought(
        9311,
        "By card, and DJUST waits for a transfer",
        "METHOD_STATUS_MISMATCH AUTHORIZED",
        Event("AUTHORIZATION", "93.11", 4),
        part=owes("93.11", "WAITING_SHIPMENT", 3, recorded="WAITING_PAYMENT"),
    ),
    wired(
        9312,
        "Paid twice within a week",
        "POSSIBLE_DOUBLE_PAYMENT OVER_PAID",
        Line("93.12", _TYPED, 9, "over"),
        Line("93.12", _TYPED, 5, "over"),
        part=owes("93.12"),
    ),
    Story(
        9313,
        "On due date, by a company that is not trusted with it",
        "DUE_DATE_NOT_ALLOWED WAITING_PAYMENT",
        account="B",
        parts=(owes("93.13"),),
    ),
    Story(
        9314,
        "The stated total is not price and tax",
        "TAX_MISMATCH WAITING_PAYMENT",
        parts=(Part("SHIPPED", lines=("93.14",), taxed=("18.63", "112.77")),),
    ),
    Story(
        9315,
        "A typing error that may mean this order",
        "AMBIGUOUS_MATCH WAITING_PAYMENT",
        parts=(owes("93.15"),),
        lines=(Line("93.15", "VIR SEPA {day}-9319", at=8, noise="typo", payer=None),),
    ),
    Story(9316, "Or this one", "AMBIGUOUS_MATCH WAITING_PAYMENT", parts=(owes("93.15"),)),
    Story(
        9317,
        "A reference at the very end of its field",
        "SUGGESTED_MATCH WAITING_PAYMENT",
        parts=(owes("93.17"),),
        lines=(Line("12.17", "REGLEMENT FACTURES NO {ref}", at=8, noise="stray", payer=None),),
    ),
    Story(
        9318,
        "Less was delivered than was paid for",
        "AMOUNT_CHANGED_AFTER_PAYMENT OVER_PAID",
        parts=(
            Part("ACCEPTED_BY_SUPPLIER", at=9, older=True, lines=("93.18",)),
            Part("SHIPPED", at=3, lines=("83.18",)),
        ),
        lines=(Line("93.18", _TYPED, at=6),),
    ),
    _paid_out(9321, "93.21", "1.21", "PO-9321"),
    _paid_out(9322, "93.22", "1.22", "PO-9321"),
    _paid_out(9323, "93.23", "1.23", "PO-9323"),
    Story(
        9324,
        "What the provider paid out; once less than it should",
        "PAYOUT PAYOUT_MISMATCH",
        option=CARD,
        parts=(),
        events=(
            Event("PAYOUT", "184.00", 7, op=1, named=False, provider="ADYEN", payout="PO-9321"),
            Event("PAYOUT", "92.00", 6, op=2, named=False, provider="ADYEN", payout="PO-9323"),
        ),
        lines=(
            Line("184.00", "ADYEN PAYOUT", at=6, noise="stray", e2e="PO-9321", payer=None, pays=()),
            Line("90.00", "ADYEN PO-9323", at=5, noise="stray", payer=None, pays=()),
        ),
    ),
)
