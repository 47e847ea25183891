"""What meta.marks and meta.told hold, in memory: asked some two hundred times a night, written once a transaction."""

from dataclasses import dataclass, field

import duckdb

# By which table, under which key, at which tick, and the number of the set of keys; None: any key.
Told = tuple[str, str, int, int | None]


@dataclass
class Ticks:
    """The last tick there was, the valid marks by table, and all that was told."""

    last: int
    marks: dict[str, int]
    told: list[Told]
    _new_marks: dict[str, int] = field(default_factory=dict)
    _new_told: list[Told] = field(default_factory=list)

    @classmethod
    def read(cls, con: duckdb.DuckDBPyConnection, recipe: str) -> "Ticks":
        """As the file has them; a mark by another recipe is none."""
        marks = con.execute("select name, tick from meta.marks where recipe = ?", [recipe]).fetchall()
        told = con.execute("select source, key, tick, keys from meta.told").fetchall()
        ((last,),) = con.execute("""select coalesce(max(tick), 0) from (select tick from meta.marks
            union all select greatest(tick, keys) from meta.told union all select last_tick from meta.batches)""").fetchall()
        return cls(last, dict(marks), told)

    def mark(self, name: str, tick: int) -> None:
        """The table is current up to this tick."""
        self.marks[name] = self._new_marks[name] = tick

    def tell(self, told: Told) -> None:
        """Note what a table told."""
        self.told.append(told)
        self._new_told.append(told)

    def save(self, con: duckdb.DuckDBPyConnection, recipe: str) -> None:
        """Write what is new; marks of the same tables, by whatever recipe, go."""
        if self._new_marks:
            names, ticks = list(self._new_marks), list(self._new_marks.values())
            con.execute("delete from meta.marks where name in (select unnest(?))", [names])
            con.execute("insert into meta.marks select unnest(?), unnest(?), ?", [names, ticks, recipe])
        if self._new_told:
            columns = [list(column) for column in zip(*self._new_told, strict=True)]
            con.execute("insert into meta.told select unnest(?), unnest(?), unnest(?), unnest(?)", columns)
        self._new_marks, self._new_told = {}, []
