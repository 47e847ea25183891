"""Planted orders that Mirakl, providers or a bank tell of in their own words; sample/vendors.py writes these."""

from pipelines.sample.showcase.stories import CARD, DUE, FIRST, Line, Part, Story, owes

HALF_GONE, REST_CANCELED, REFUND_AWAITED, TWO_AMOUNTS = 9201, 9202, 9203, 9204
AT_MANGOPAY, AT_LEMONWAY, ASSERTED, NOTIFIED, NOTIFIED_TOO, AT_SOCIETE_GENERALE = 9205, 9206, 9207, 9208, 9209, 9210

VENDORS = (
    Story(HALF_GONE, "Two suppliers on Mirakl: one has sent a part, one has not said yes yet", "WAITING_PAYMENT", created=12, parts=()),
    Story(REST_CANCELED, "Six of ten pieces are gone and the other four canceled: all is shipped", "WAITING_PAYMENT", created=12, parts=()),
    Story(REFUND_AWAITED, "A refund that Mirakl announced did not go out", "REFUND_NOT_SETTLED PAID", CARD, created=20, parts=()),
    Story(
        TWO_AMOUNTS,
        "DJUST and Mirakl say different amounts",
        "AMOUNT_SOURCE_MISMATCH WAITING_PAYMENT",
        parts=(Part("SHIPPED", lines=("92.04",), mirakl=True),),
    ),
    Story(AT_MANGOPAY, "Paid at Mangopay, a part given back", "PARTIALLY_REFUNDED", CARD, parts=(owes("92.05", at=14),)),
    Story(AT_LEMONWAY, "Paid at Lemonway, less a commission", "PAID", CARD, parts=(owes("92.06", at=14, recorded="PAID"),)),
    Story(
        ASSERTED,
        "Webhelp asserts more than the bank has seen",
        "PSP_ASSERTION_MISMATCH PAID",
        FIRST,
        "B",
        parts=(owes("92.07", at=9),),
        lines=(Line("92.07", "VIR SEPA {ref}", 11),),
    ),
    Story(NOTIFIED, "A transfer that the bank tells in a notification, one of a batch", "PAID", DUE, parts=(owes("92.08"),)),
    Story(NOTIFIED_TOO, "The other transfer of the batch", "PAID", DUE, parts=(owes("92.09"),)),
    Story(AT_SOCIETE_GENERALE, "A transfer in the bank's own layout of CSV", "PAID", DUE, parts=(owes("92.10"),)),
)  # fmt: skip
