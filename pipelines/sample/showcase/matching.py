"""Planted transfers: every rule of matching and kind of noise, returns and refunds (domain.md §5)."""

from pipelines.sample.showcase.stories import Decision, Line, Part, Story, owes, wired

_TYPED = "VIR SEPA {ref}"


def _noisy(number: int, amount: str, text: str, noise: str, shows: str) -> Story:
    """A transfer of exactly what is due with a reference bent by one kind of noise; its payer is known."""
    return wired(number, f"Noise of payments: {noise}", shows, Line(amount, text, at=8, noise=noise), part=owes(amount))


MATCHING = (
    wired(9041, "The RF reference in the text", "STRUCTURED PAID", Line("90.41", "{rf}", 8), part=owes("90.41")),
    wired(
        9042,
        "The RF reference in a field of its own (camt)",
        "STRUCTURED PAID",
        Line("90.42", "FACTURE OCTOBRE", 8, own="CAMT", structured=True),
        part=owes("90.42"),
    ),
    wired(
        9043,
        "The order as end-to-end id",
        "STRUCTURED PAID",
        Line("90.43", "VIREMENT CLIENT", 8, e2e="{ref}"),
        part=owes("90.43"),
    ),
    wired(
        9044,
        "The order in the text",
        "EXACT PAID",
        Line("90.44", "FACT N°{ref}.", 8),
        part=owes("90.44", recorded="PAID"),
    ),
    wired(9045, "The logistic order in the text", "EXACT PAID", Line("90.45", "{ref}-1", 8), part=owes("90.45")),
    _noisy(9046, "90.46", "VIR SEPA {day}/9046", "separators", "NORMALISED PAID"),
    _noisy(9047, "90.47", "VIR SEPA {day}9047", "missing_hyphen", "NORMALISED PAID"),
    _noisy(9048, "90.48", "CDE{ref}", "glued", "NORMALISED PAID"),
    _noisy(9049, "90.49", "VIR SEPA {letter_o}", "letter_o", "NORMALISED PAID"),
    _noisy(9050, "90.50", "VIR SEPA {day}-\n9050", "line_break", "NORMALISED PAID"),
    Story(
        9051,
        "Noise of payments: typo",
        "FUZZY",
        account="F",
        parts=(owes("90.51"),),
        lines=(Line("90.51", "VIR SEPA {day}-9851", at=8, noise="typo"),),
    ),
    _noisy(9052, "90.52", "COMMANDE {cut}", "truncated", "FUZZY"),
    Story(
        9053,
        "Two orders in one transfer",
        "MULTIPLE",
        parts=(owes("90.53"),),
        lines=(Line("181.07", "{ref} {other}", at=8, noise="several", pays=((9053, "90.53"), (9054, "90.54"))),),
    ),
    Story(9054, "The second order of that transfer", "MULTIPLE", parts=(owes("90.54"),)),
    _noisy(9055, "90.55", "REGLEMENT", "no_reference", "AMOUNT_PAYER"),
    wired(
        9056,
        "Two equal instalments in one statement",
        "PAID EXACT",
        Line("45.28", _TYPED, 11, "twin", copies=2),
        part=owes("90.56", at=20),
    ),
    wired(
        9057,
        "Refunded in part by the bank",
        "PARTIALLY_REFUNDED",
        Line("90.57", _TYPED, 15),
        Line("-20.57", "REMBOURSEMENT {ref}", 9, "refund", e2e="RMBA"),
        part=owes("90.57", at=20),
    ),
    wired(
        9058,
        "The customer's bank took the transfer back",
        "PAYMENT_RETURN WAITING_PAYMENT",
        Line("90.58", _TYPED, 12, e2e="VIRA"),
        Line("-90.58", "RETOUR VIREMENT", 10, "returned", e2e="VIRA"),
        part=owes("90.58", at=20),
    ),
    wired(
        9059,
        "A return with the bank's reason (camt)",
        "PAYMENT_RETURN WAITING_PAYMENT",
        Line("90.59", _TYPED, 12, own="CAMT", e2e="VIRB"),
        Line("-90.59", "RETOUR", 9, "returned", own="CAMT", e2e="VIRB", reason="AC04"),
        part=owes("90.59", at=20),
    ),
    wired(
        9060,
        "A refund that bounced",
        "REFUND_RETURN OVER_PAID OVERPAID",
        Line("140.60", _TYPED, 15, "over"),
        Line("-50.00", "REMBOURSEMENT {ref}", 12, "refund", e2e="RMBB"),
        Line("50.00", "REJET VIREMENT", 9, "bounced", e2e="RMBB"),
        part=owes("90.60", at=20),
    ),
    Story(
        9061,
        "Bank charges were deducted, and the rest is written off",
        "PAID",
        parts=(owes("90.61", at=20),),
        lines=(Line("89.11", _TYPED, at=8),),
        decisions=(Decision("WRITE_OFF", 4, "Frais bancaires étrangers", lo=0, amount="1.50"),),
    ),
    wired(
        9062,
        "Paid in pounds, as it was ordered",
        "EXACT PAID",
        Line("90.62", _TYPED, 8, own="GBP"),
        part=Part("SHIPPED", lines=("90.62",), currency="GBP"),
    ),
)
