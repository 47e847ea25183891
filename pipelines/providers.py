"""How a shop's payment service providers write their reports, as settings (formats.md §3 and §4)."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from pipelines.sql import literal
from pipelines.zones import known_zone
from schemas.landed.lemonway import INT_STATUS, STATUS


class Mangopay(BaseModel):
    """`amounts`: whole minor units, or major units with a point. `order_key`: where Tag is JSON, the key that holds the order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    amounts: Literal["minor", "major"] = "minor"
    order_key: Annotated[str, Field(min_length=1, pattern=r'^[^"]+$')] = "order_reference"


class Lemonway(BaseModel):
    """`time_zone`: of dates without an offset."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    time_zone: Annotated[str, AfterValidator(known_zone)] = "Europe/Paris"


class Providers(BaseModel):
    """The providers whose own reports are read. `payout_mode`: how each pays out, by its name; "aggregated" where nothing is said."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mangopay: Mangopay = Mangopay()
    lemonway: Lemonway = Lemonway()
    payout_mode: dict[str, Literal["aggregated", "wallet"]] = {"MANGOPAY": "wallet", "LEMONWAY": "wallet"}


def macros(providers: Providers) -> str:
    """SQL macros: `wallet_mode(provider)`; `mangopay_order_key()`; `lemonway_state(status, int_status)`, what the codes of either set mean."""
    first, other = (
        f"case {name} {' '.join(f'when {literal(code)} then {literal(state)}' for code, state in codes.items())} end"
        for name, codes in (("status", STATUS), ("int_status", INT_STATUS))
    )
    wallets = sorted(name.upper() for name, mode in providers.payout_mode.items() if mode == "wallet")
    return ";\n".join(
        [
            f"create or replace temp macro wallet_mode(provider) as list_contains([{', '.join(map(literal, wallets))}]::varchar[], upper(provider))",
            f"create or replace temp macro mangopay_order_key() as {literal(providers.mangopay.order_key)}",
            f"create or replace temp macro lemonway_state(status, int_status) as coalesce({first}, {other}, 'PENDING')",
        ]
    )
