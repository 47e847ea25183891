"""Orders as they are published: what was ordered, where it stands, what it owes and what it got."""

from typing import Annotated

import polars as pl

from schemas import vocabulary as words
from schemas.fields import Instant, Money, Number, published
from schemas.published import codes
from schemas.published.rules import Published


class Orders(Published):
    """One row per commercial order, as the customer placed it: what it owes, what was paid, if the record agrees."""

    order_reference: str = published("Reference the customer and the bank know, such as 20260115-42.")
    djust_id: str = published(
        "DJUST's own id. Null when no JSON export has named it: CSV exports do not give it.", nullable=True
    )
    external_id: str = published("Id in another system of the shop. Null when the exports give none.", nullable=True)
    account_id: str = published(
        "Buying company, by the id the shop gave it. Null while only Mirakl has told of the order.", nullable=True
    )
    customer_id: str = published("Person who ordered. Null when the exports do not say.", nullable=True)
    suppliers: Annotated[pl.List, pl.String()] = published("Ids of those who fulfil it, each once, sorted.")
    currency: str = published(
        f"ISO 4217 code of every amount of the row; {codes.MIXED_CURRENCY} for an order of several currencies, "
        "whose amounts are null."
    )
    payment_option: str = published("How the customer pays, as chosen at the checkout.", codes=words.PAYMENT_OPTIONS)
    payment_provider: str = published(
        "Payment service provider that takes the money, or OFFLINE. Null when the exports do not say.", nullable=True
    )
    created_at: Instant = published("When the customer placed it.")
    updated_at: Instant = published("Newest change in DJUST among its logistic orders.")
    logistic_status: str = published(
        "Status derived from its live logistic orders; the least advanced of them, unless some are on their way.",
        codes=words.LOGISTIC_STATUSES,
    )
    total_price: Money = published(
        "What was ordered, in `currency`, taxes and shipping included, before confirmations and cancelations. "
        "Null in an order of several currencies.",
        nullable=True,
    )
    amount_due: Money = published(
        "What its live lines cost, in `currency`, taxes and shipping included; 0 once declined or canceled, "
        "and for NO_PAYMENT. Null in an order of several currencies.",
        nullable=True,
    )
    amount_due_now: Money = published(
        "The part of `amount_outstanding` that should be here by now, in `currency`: of transfers on due date "
        "what was shipped, of others everything live. Null in an order of several currencies.",
        nullable=True,
    )
    amount_received: Money = published(
        "Settled money in, in `currency`, before the provider's fees, less chargebacks and returned payments; "
        "negative when more was taken back than ever came. Null in an order of several currencies.",
        nullable=True,
    )
    amount_refunded: Money = published(
        "Settled money given back to the customer, in `currency`, as a positive number, less refunds that bounced. "
        "Null in an order of several currencies.",
        nullable=True,
    )
    amount_written_off: Money = published(
        "What nobody asks for any more, in `currency`: by decision, or a shortfall within the tolerance; "
        "never negative. Null in an order of several currencies.",
        nullable=True,
    )
    amount_outstanding: Money = published(
        "What is still owed, in `currency`: due less received and written off, never negative; "
        "a refund does not raise it. Null in an order of several currencies.",
        nullable=True,
    )
    amount_excess: Money = published(
        "What was paid beyond the due, in `currency`, after refunds; never negative, 0 within the tolerance. "
        "Null in an order of several currencies.",
        nullable=True,
    )
    net_received: Money = published(
        "Received less refunded, in `currency`, a negative received taken as 0; negative when more was given back "
        "than came. Null in an order of several currencies.",
        nullable=True,
    )
    payment_status: str = published(
        "Our word, computed anew from the amounts; in an order of several currencies as if no money had come.",
        codes=words.PAYMENT_STATUSES,
    )
    recorded_payment_status: str = published(
        "DJUST's word, never overwritten: that of its newest logistic order that has one. Null when none has.",
        nullable=True,
        codes=words.PAYMENT_STATUSES,
    )
    payment_action: str = published(
        "What a person should do in DJUST: SET_ and the status that settled money proves, REVIEW where the record "
        "claims money that is not found, empty for nothing.",
        codes=codes.PAYMENT_ACTIONS,
    )
    balance_state: str = published(
        "Whether the debt is settled; a refund does not re-open it. UNPAID in an order of several currencies.",
        codes=codes.BALANCE_STATES,
    )
    refund_state: str = published("How much of what came was given back.", codes=codes.REFUND_STATES)
    due_date: pl.Date = published(
        "For transfers on due date, the earliest due date of its logistic orders that still owe something, else the earliest. "
        "Null for other ways to pay, and while nothing was shipped.",
        nullable=True,
    )
    days_overdue: pl.Int32 = published(
        "Whole days from `due_date` to the newest run's day, or to the last statement of the currency's account if that is earlier; "
        "0 while nothing is overdue.",
        at_least=0,
    )
    has_incident: bool = published("Whether anybody ever complained about it or a part of it.")
    has_open_incident: bool = published("Whether a complaint is OPEN or ON_GOING, which holds completions.")
    order_message: str = published("What the customer wrote at the checkout. Null when nothing.", nullable=True)


class LogisticOrders(Published):
    """One row per logistic order, the part that one supplier fulfils: where it stands and what is paid of it."""

    logistic_reference: str = published("The order's reference and a number, such as 20260115-42-1.")
    order_reference: str = published("Commercial order it is a part of; the key of `orders`.")
    djust_id: str = published("DJUST's own id. Null when no JSON export has named it.", nullable=True)
    external_id: str = published(
        "Id in the supplier's own system. Null when the newest export gives none.", nullable=True
    )
    source: str = published("MIRAKL for one that Mirakl runs. Null for DJUST's own.", nullable=True, codes=("MIRAKL",))
    supplier_id: str = published("Company that ships it.")
    logistic_status: str = published(
        "Our word: the outcome of all its status events in their order.", codes=words.LOGISTIC_STATUSES
    )
    recorded_logistic_status: str = published(
        "DJUST's word, from the newest snapshot; where it contradicts ours a finding STATUS_CONFLICT is open. "
        "Null when no export shows it.",
        nullable=True,
        codes=words.LOGISTIC_STATUSES,
    )
    status_since: Instant = published(
        "When it took its `logistic_status`; for an automatic completion the as-of of the run."
    )
    shipped_at: Instant = published(
        "Latest shipment date of its live lines, else when it became SHIPPED. Null until then, and when nobody said.",
        nullable=True,
    )
    completed_at: Instant = published(
        "When it was completed; for an automatic completion when that fell due. Null unless COMPLETED.", nullable=True
    )
    completion_due_at: Instant = published(
        "When the term after shipment ends and it completes by itself. "
        "Null unless it is Mirakl's and shipped, or completed by us.",
        nullable=True,
    )
    amount_due: Money = published(
        "What its lines cost while it is live, in the order's currency, taxes and shipping included; "
        "0 once declined or canceled. Null in an order of several currencies.",
        nullable=True,
    )
    amount_allocated: Money = published(
        "What of the order's money is its own, in the order's currency: its rows in `payment_matches`, those in another currency "
        "exchanged as decided, and what an opening balance or the record of before says; negative when more was given back than came. "
        "Null in an order of several currencies.",
        nullable=True,
    )
    amount_outstanding: Money = published(
        "What is still owed for it, in the order's currency, never negative. Null in an order of several currencies.",
        nullable=True,
    )
    payment_status: str = published(
        "The table of payment statuses, applied to this part's own due and allocation.", codes=words.PAYMENT_STATUSES
    )
    recorded_payment_status: str = published(
        "DJUST's word for this part, from the newest snapshot that gives one. Null when none does.",
        nullable=True,
        codes=words.PAYMENT_STATUSES,
    )
    due_date: pl.Date = published(
        "When the customer must have paid it: for transfers on due date, shipment and the supplier's delay, or as decided. "
        "Null for other ways to pay, and while it was not shipped as a whole.",
        nullable=True,
    )
    days_overdue: pl.Int32 = published(
        "Whole days from `due_date`, while something is outstanding, to the newest run's day, or to the last statement of the "
        "currency's account if that is earlier; 0 while it is not overdue.",
        at_least=0,
    )
    has_open_incident: bool = published("Whether a complaint about it is OPEN or ON_GOING, which holds its completion.")


class OrderLines(Published):
    """One row per order line: the product and the amount it counts for, as confirmed."""

    line_id: str = published("Id within its logistic order.")
    logistic_reference: str = published("Logistic order it stands in; the key of `logistic_orders`.")
    order_reference: str = published("Commercial order it belongs to; the key of `orders`.")
    variant_id: str = published("Product variant sold. Null when the export does not say.", nullable=True)
    product_name: str = published("What the product was called then. Null when the export does not say.", nullable=True)
    quantity: Number = published("Pieces: those the supplier confirmed, else those ordered.", at_least=0)
    unit_price: Number = published(
        "Price of one piece before tax, in the line's currency: the confirmed one, else the ordered one; "
        "negative for a rebate. Null where Mirakl does not say it.",
        nullable=True,
    )
    tax_amount: Money = published(
        "Tax on the goods, in the line's currency: as stated, or computed anew where the supplier confirmed "
        "another quantity or price."
    )
    tax_rate: Number = published(
        "Percent of the goods. Null when nobody gives one, and where the shop's own calculation is taken.",
        nullable=True,
    )
    tax_code: str = published(
        "The shop's code of that tax, from the field with this role. Null without one.", nullable=True
    )
    shipping_amount: Money = published("Shipping with its own tax, in the line's currency.")
    shipping_tax_code: str = published("The shop's code of the tax on shipping. Null without one.", nullable=True)
    line_total: Money = published(
        "What it adds to the due, in the line's currency: goods, shipping and taxes; negative for a rebate, "
        "0 when canceled, declined, refused, removed or confirmed at 0 pieces."
    )
    ordered_total: Money = published(
        "What it came to when it was ordered, in the line's currency, before confirmations and cancelations."
    )
    line_status: str = published(
        "Word of the export for this line alone; REMOVED when a newer snapshot of its logistic order no longer has it. "
        "Null when the export says nothing.",
        nullable=True,
    )
    removed: bool = published("Whether a newer snapshot of its logistic order no longer has it.")
    warning: str = published(
        "ROUNDING: a stated total or tax differs by one minor unit from what it is made of; TAX_MISMATCH: by more. Null when it does not.",
        nullable=True,
        codes=codes.LINE_WARNINGS,
    )
    custom_fields: str = published(
        "The CF_* columns of the export as one JSON object. Null when there are none.", nullable=True
    )
