"""Of which keys a table is recomputed at present."""

from dataclasses import dataclass, field

from pipelines.table import Key


@dataclass
class Scope:
    """The keys that the temporary view `scope` shows: of which space, the number of their table, how many, and the sets told that come to them.

    `gaps`: by number of other keys, which of the scope are not among them, and both together.
    """

    key: Key | None = None
    number: int = 0
    size: int = 0
    sets: list[frozenset[int]] = field(default_factory=list)
    gaps: dict[int, tuple[int | None, int]] = field(default_factory=dict)

    def is_union_of(self, sets: frozenset[int]) -> bool:
        """Whether these sets come to this scope, as far as that is known without a look at their keys."""
        return sets <= frozenset().union(*self.sets) and any(known <= sets for known in self.sets)
