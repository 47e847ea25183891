"""Who buys in the showcase, and how its orders and days are written."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from pipelines.sample.showcase.stories import Story

STRANGER = ("VIREMENT SANS NOM", "FR7611306008150000009009983")
SUPPLIER = "SUP9001"
# EUR by CSV, GBP by CSV, EUR by camt.053.
OWN_ACCOUNTS = {
    "EUR": "FR7630006000011234567890189",
    "GBP": "GB29NWBK60161331926819",
    "CAMT": "FR7630003043210002000000153",
}


@dataclass(frozen=True)
class Account:
    """A buying company of the showcase."""

    id: str
    name: str
    iban: str
    trusted: bool = True
    roles: bool = False


ACCOUNTS = {
    "A": Account("ACC90001", "Quincaillerie Été & Fils", "FR7630004008110000009000159"),
    "B": Account("ACC90002", "Imprimerie Bœuf", "FR7630002008120000009000225", trusted=False),
    "R": Account("ACC90003", "Mairie de Saint-Denis", "FR7620041008130000009000353", roles=True),
    "F": Account("ACC90004", "Fleurs d’Ålesund", "FR7617515008140000009000403"),
}


@dataclass(frozen=True)
class Calendar:
    """Turns days counted back from the last day into dates and instants, and a story's number into its references."""

    until: date

    def day(self, at: int) -> date:
        """The day, counted back."""
        return self.until - timedelta(days=at)

    def moment(self, at: int, hour: int) -> datetime:
        """The hour of that day, in UTC, without a zone: the shape of DuckDB's TIMESTAMP."""
        return datetime.combine(self.day(at), time(hour))

    def iso(self, at: int, hour: int) -> str:
        """The same as text of a file."""
        return f"{self.moment(at, hour):%Y-%m-%dT%H:%M:%SZ}"

    def reference(self, story: Story) -> str:
        """The commercial reference."""
        return f"{self.day(story.created):%Y%m%d}-{story.number}"

    def written(self, text: str, story: Story) -> str:
        """A text of a statement with the references it asks for."""
        own, day = self.reference(story), f"{self.day(story.created):%Y%m%d}"
        other = f"{day}-{story.number + 1}"
        return text.format(ref=own, rf=rf(own), day=day, letter_o=own.replace("0", "O"), cut=own[:-1], other=other)


def rf(reference: str) -> str:
    """The RF creditor reference (ISO 11649) of an order reference, X for the hyphen: letters R, F, X are 27, 15, 33."""
    return f"RF{98 - int(reference.replace('-', '33') + '271500') % 97:02d}{reference.replace('-', 'X')}"
