"""Time zones by their names."""

from functools import cache
from zoneinfo import available_timezones

# Settings are read several times by a process, and what is checked against a folder of zones is the same each time.
_zones = cache(available_timezones)
# What a folder of zones holds beside those of the IANA list; DuckDB knows none of them.
_OF_THIS_MACHINE = ("localtime", "posixrules", "Factory")


def known_zone(name: str) -> str:
    """The name, where the IANA list has it; else ValueError."""
    if name not in _zones() or name in _OF_THIS_MACHINE or name.startswith(("posix/", "right/")):
        message = f"{name!r} is no time zone of the IANA list, such as 'Europe/Paris'"
        raise ValueError(message)
    return name
