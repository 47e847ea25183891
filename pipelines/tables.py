"""Every derived table, in the order of the flow."""

from pipelines.table import ORDER, PARTS, PAYMENT, REFERENCE, SUBJECT, Key, Table

# What may speak of an order by any of its names.
_SPEAK = ("facts.status_rows", "facts.incident_rows", "facts.decision_rows", "facts.mirakl_shipments")
MENTIONS = ("facts.psp_events", "facts.opening_balances", *_SPEAK)
DECISIONS = "steps.decisions_made"

TABLES: tuple[Table, ...] = (
    Table(
        "steps.mirakl_los", ORDER, "mirakl/mirakl_los", ("facts.mirakl_orders", "facts.mirakl_parts", "facts.snapshots")
    ),
    Table(
        "steps.lo_snapshots",
        ORDER,
        "orders/lo_snapshots",
        ("facts.snapshots", "steps.mirakl_los"),
        ("facts.sightings",),
    ),
    Table("steps.kept_lines", ORDER, "orders/kept_lines", ("steps.lo_snapshots", "facts.snapshots")),
    Table("steps.line_amounts", ORDER, "orders/line_amounts", ("steps.lo_snapshots", "steps.kept_lines")),
    Table(
        "steps.former_dues", ORDER, "orders/former_dues", ("steps.lo_snapshots", "steps.kept_lines", "steps.mirakl_los")
    ),
    Table(
        "steps.known_references",
        ORDER,
        "orders/known_references",
        ("steps.lo_snapshots", "facts.snapshots", "facts.order_names", "facts.lo_names", "steps.mirakl_los"),
        tells=REFERENCE,
    ),
    Table(
        "steps.namings",
        REFERENCE,
        "orders/namings",
        ("steps.known_references", "steps.event_references", "steps.balance_references", *_SPEAK),
        tells=ORDER,
        mentioned_in=MENTIONS,
    ),
    Table("steps.operations", ORDER, "payments/operations", ("steps.namings",), tells=PAYMENT),
    Table(
        "steps.movements",
        PAYMENT,
        "payments/movements",
        ("facts.psp_events", "facts.bank_lines"),
        ("steps.operations",),
    ),
    Table(
        "steps.fold",
        ORDER,
        "statuses/fold",
        (
            "steps.decisions_made",
            "steps.lo_snapshots",
            "steps.snapshot_heads",
            "steps.namings",
            "steps.operations",
            "steps.line_amounts",
            "facts.completions_applied",
            "facts.exports",
            "steps.mirakl_los",
            "facts.mirakl_parts",
        ),
        ("facts.accounts", "facts.sightings"),
    ),
    Table(
        "steps.lo_states",
        ORDER,
        "statuses/lo_states",
        ("steps.fold", "steps.lo_snapshots", "steps.snapshot_heads", "steps.mirakl_los", "steps.namings"),
        ("facts.sightings",),
    ),
    Table(
        "steps.incident_states",
        ORDER,
        "orders/incident_states",
        ("steps.namings", "steps.lo_snapshots", "steps.mirakl_los", "steps.line_amounts", "facts.lo_names"),
    ),
    Table("steps.completed", ORDER, "completions/applied", ("facts.completions_applied", "steps.mirakl_los")),
    Table(
        "steps.completion_clock",
        ORDER,
        "completions/completion_clock",
        ("steps.decisions_made", "steps.lo_states", "steps.incident_states"),
    ),
    Table(
        "steps.lo_dues",
        ORDER,
        "reconciliation/lo_dues",
        ("steps.line_amounts", "steps.lo_states", "steps.snapshot_heads", "steps.lo_places", "steps.mirakl_los"),
        ("facts.accounts",),
        steady=True,  # completions change no due, and whoever pays a due is asked again when it changes
    ),
    Table(
        "steps.due_dates",
        ORDER,
        "ageing/due_dates",
        ("steps.lo_dues", "steps.lo_states", "steps.snapshot_heads", "steps.decisions_made"),
        ("facts.suppliers",),
        steady=True,
    ),
    Table(
        "steps.openings",
        ORDER,
        "orders/openings",
        ("steps.lo_dues", "steps.snapshot_heads", "steps.lo_snapshots", "steps.kept_lines", "steps.namings"),
    ),
    Table(
        "steps.due_changes",
        ORDER,
        "reconciliation/due_changes",
        ("steps.fold", "steps.lo_states", "steps.lo_dues", "steps.former_dues"),
        steady=True,
    ),
    Table("steps.assertions", ORDER, "reconciliation/assertions", ("steps.matches",), ("steps.operations",)),
    Table(
        "steps.allocations",
        ORDER,
        "reconciliation/allocations",
        ("steps.matches", "steps.lo_dues", "steps.assertions", "steps.due_dates", "steps.openings"),
    ),
    Table(
        "steps.card_states",
        ORDER,
        "reconciliation/card_states",
        ("steps.operations", "steps.lo_states", "steps.snapshot_heads"),
    ),
    Table(
        "steps.lo_balances",
        ORDER,
        "reconciliation/lo_balances",
        (
            "steps.decisions_made",
            "steps.lo_states",
            "steps.lo_dues",
            "steps.allocations",
            "steps.card_states",
            "steps.lo_snapshots",
            "steps.due_dates",
            "steps.openings",
        ),
        ("facts.sightings",),
    ),
    Table(
        "steps.order_states",
        ORDER,
        "orders/order_states",
        (
            "steps.lo_states",
            "steps.snapshot_heads",
            "steps.lo_dues",
            "steps.allocations",
            "steps.lo_balances",
            "steps.incident_states",
            "steps.card_states",
            "steps.due_dates",
            "steps.openings",
        ),
    ),
    Table(
        "steps.conditions",
        ORDER,
        "findings/conditions",
        (
            "steps.decisions_made",
            "steps.lo_dues",
            "steps.allocations",
            "steps.operations",
            "steps.order_states",
            "steps.card_states",
            "steps.lo_states",
            "steps.snapshot_heads",
            "steps.completion_clock",
            "steps.completed",
            "steps.incident_states",
            "steps.fold",
            "steps.assertions",
            "steps.mirakl_los",
            "facts.mirakl_parts",
            "steps.due_dates",
            "steps.lo_balances",
            "steps.due_changes",
            "steps.line_amounts",
            "steps.openings",
            "steps.lo_snapshots",
            "steps.namings",
        ),
        ("facts.accounts", "steps.collection_dates"),
    ),
    Table(
        "steps.payment_conditions",
        PAYMENT,
        "findings/payment_conditions",
        ("steps.movements",),
        ("steps.matches", "steps.questions"),
    ),
    Table("steps.reference_conditions", REFERENCE, "findings/reference_conditions", ("steps.namings",), (DECISIONS,)),
    Table("steps.statement_conditions", SUBJECT, "findings/statement_conditions", ("facts.statements",)),
)
BY_NAME = {table.name.split(".")[1]: table for table in TABLES}

# The first table that is made of what payments pay.
AFTER_MATCHES = "steps.assertions"

# What people decided is judged as a whole, before the first table that reads it; it is behind while any of these tells something.
AFTER_DECISIONS = "steps.fold"
DECISIONS_LISTEN = ("facts.decision_rows", "steps.namings", "steps.movements")

# Up to when it is decided what completes by itself and what DJUST should import.
COMPLETIONS = "completions"

# What providers pay out, held against the bank: made anew when one of these tells something, and every night.
PAYOUTS, PAYOUT_LINES = "steps.payouts", "steps.payout_lines"
PAYOUTS_LISTEN = ("steps.movements", DECISIONS)

# Up to when it is known what came in, per currency: made anew every night, before the conditions of findings.
COLLECTION = "steps.collection_dates"
AFTER_BALANCES = "steps.conditions"
COLLECTION_LISTENS = ("facts.statements", "facts.bank_days", "steps.due_dates")

# Decided as a whole, round by round; whatever changes in these asks the undecided payments again.
MATCHES, QUESTIONS = "steps.matches", "steps.questions"
TOLD, ANSWERED = PARTS[MATCHES]
MATCHING_LISTENS = (
    "steps.movements",
    "steps.operations",
    "steps.known_references",
    "steps.lo_dues",
    "steps.due_changes",
    "steps.due_dates",
    "steps.decisions_made",
    "steps.payout_lines",
    "facts.accounts",
    "clock of steps.matches",
)

# Findings are opened and closed by these, told under these keys.
FINDINGS = "facts.findings"
# Made anew every night: feeds, reference data and payouts, each as a whole.
SUBJECT_CONDITIONS = "steps.subject_conditions"
CONDITIONS: tuple[tuple[str, Key], ...] = (
    ("steps.conditions", ORDER),
    ("steps.payment_conditions", PAYMENT),
    ("steps.reference_conditions", REFERENCE),
    ("steps.statement_conditions", SUBJECT),
    (SUBJECT_CONDITIONS, SUBJECT),
)
# The matches that stand are made by these.
STANDING = "facts.standing_matches"
