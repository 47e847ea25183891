"""JSON feeds: DJUST's own orders (formats.md §1), status files and incidents (contract.md §3), in file order.

Numbers reach the rows as the text the file holds. A row = an order line; elsewhere an element. Every decoder raises
RejectedFileError where nothing of the file may be loaded, for NDJSON possibly after some slices.
"""

from collections.abc import Iterator

from pipelines.landing.decoding import Slice, Source
from pipelines.landing.json_elements import BrokenLine, elements
from pipelines.landing.json_orders import COLUMNS, order_rows
from pipelines.landing.json_rows import Field, Problem, Row, as_object, read, slices
from pipelines.landing.json_values import Json, compact

STATUS = (
    Field("order_external_id", "orderExternalId"),
    Field("order_reference", "orderReference"),
    Field("order_status", "orderStatus", text=False),
    Field("effective_date", "effectiveDate", text=False),
    Field("reason", "reason"),
    Field("tracking_url", "trackingUrl"),
    Field("custom_fields", "customFields"),
)
# The keys of incidents are read without capitals, blanks and underscores: `Incident Id`, `incidentId`.
INCIDENT = (
    Field("incident_id", "incidentid"),
    Field("order_reference", "orderreference"),
    Field("linked_type", "linkedtype", text=False),
    Field("status", "status", text=False),
    Field("opened_at", "openedat", text=False),
    Field("order_line_external_id", "orderlineexternalid"),
    Field("reason", "reason"),
    Field("quantity", "quantity", text=False),
    Field("updated_at", "updatedat", text=False),
    Field("message", "message"),
)


def decode_orders(source: Source) -> Iterator[Slice]:
    """A row per order line; an order or logistic order without lines gives one row, which the model then refuses."""
    return slices(source, COLUMNS, (row for element in elements(source) for row in order_rows(element)))


def decode_statuses(source: Source) -> Iterator[Slice]:
    """A row per element; `orderLines` stay in the raw row and are not used."""
    return slices(source, _columns(STATUS), map(_status, elements(source)))


def decode_incidents(source: Source) -> Iterator[Slice]:
    """A row per element, its keys spelled as the headers of the CSV file or in camelCase."""
    return slices(source, _columns(INCIDENT), map(_incident, elements(source)))


def _columns(fields: tuple[Field, ...]) -> tuple[str, ...]:
    return tuple(field.column for field in fields)


def _status(element: Json | BrokenLine) -> Row:
    status = as_object(element, "order_reference")
    if isinstance(status, Row):
        return status
    problems: list[Problem] = []
    return Row(read(status, STATUS, problems), tuple(problems), compact(status))


def _incident(element: Json | BrokenLine) -> Row:
    incident = as_object(element, "incident_id")
    if isinstance(incident, Row):
        return incident
    plain = {"".join(filter(str.isalnum, key)).lower(): value for key, value in incident.items()}
    problems: list[Problem] = []
    if len(plain) < len(incident):
        problems.append(Problem("incident_id", "BROKEN_JSON", "two keys of this object are one column"))
    return Row(read(plain, INCIDENT, problems), tuple(problems), compact(incident))
