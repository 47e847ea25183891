"""Planted Mirakl orders that complete by themselves, or do not (domain.md §3)."""

from pipelines.sample.showcase.stories import Decision, Incident, Part, Story

_DUE = Part("SHIPPED", at=25, mirakl=True)

COMPLETIONS = (
    Story(9131, "Shipped more than 21 days ago", "COMPLETED WAITING_PAYMENT", parts=(_DUE,)),
    Story(
        9132,
        "Shipped ten days ago",
        "WAITING WAITING_PAYMENT",
        parts=(Part("SHIPPED", at=10, mirakl=True),),
    ),
    Story(
        9133,
        "An incident is open",
        "BLOCKED COMPLETION_BLOCKED",
        parts=(_DUE,),
        incidents=(Incident("OPEN", at=20),),
    ),
    Story(
        9134,
        "An incident on one line goes on",
        "BLOCKED COMPLETION_BLOCKED",
        parts=(_DUE,),
        incidents=(Incident("OPEN", at=20, on_line=True), Incident("ON_GOING", at=14, on_line=True)),
    ),
    Story(
        9135,
        "An incident was open and is closed",
        "COMPLETED",
        parts=(_DUE,),
        incidents=(Incident("OPEN", at=20), Incident("CLOSED", at=6)),
    ),
    Story(
        9136,
        "An incident on the order holds both of its logistic orders",
        "BLOCKED COMPLETION_BLOCKED",
        parts=(_DUE, Part("SHIPPED", at=24, lo=2, mirakl=True)),
        incidents=(Incident("OPEN", at=18, lo=0),),
    ),
    Story(
        9137,
        "Held by a decision",
        "BLOCKED COMPLETION_BLOCKED",
        parts=(_DUE,),
        decisions=(Decision("HOLD_COMPLETION", at=6, why="Le client n’a pas encore répondu"),),
    ),
    Story(
        9138,
        "Held by a decision and released by another",
        "COMPLETED",
        parts=(_DUE,),
        decisions=(
            Decision("HOLD_COMPLETION", at=9, why="Retour annoncé"),
            Decision("RELEASE_COMPLETION", at=3, why="Retour annulé"),
        ),
    ),
    Story(
        9139,
        "First seen shipped, and nobody says when it was shipped",
        "BLOCKED COMPLETION_BLOCKED",
        parts=(Part("SHIPPED", at=25, mirakl=True, undated=True),),
    ),
    Story(
        9140,
        "Completed by Mirakl itself",
        "WAITING_PAYMENT",
        parts=(Part("COMPLETED", at=8, shipped=22, mirakl=True),),
    ),
    Story(
        9141,
        "A decision about an order that no export knows",
        "WAITING",
        parts=(),
        decisions=(Decision("HOLD_COMPLETION", at=5, why="Litige annoncé par téléphone"),),
    ),
)
