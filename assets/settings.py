"""Where the settings come from: one documented file, `closeout.toml`, and the environment for places (contract.md §6)."""

import os
import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from pipelines.rules import Rules

DEFAULT = Path("closeout.toml")
_LEAST_MEMORY = 200  # megabytes; a night of 200 orders fails with 100
_MOST_MEMORY = 1_000_000_000  # more than any machine has


class WrongSettingsError(Exception):
    """A setting that can't be used, named by its key."""


class Settings(BaseSettings):
    """Everything that may be set. `rules` are what rules read; the rest is about this machine."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True)

    rules: Rules = Rules()
    threads: Annotated[int, Field(ge=1, le=64, strict=True)] = 2
    memory_limit: Annotated[str, Field(pattern=r"^[1-9][0-9]*(\.[0-9]+)? ?[KMG]i?B$")] = "2GB"
    key_prefix: tuple[str, ...] = ()
    narrowing: Annotated[bool, Field(strict=True)] = True

    @field_validator("memory_limit")
    @classmethod
    def _fits(cls, told: str) -> str:
        number, unit = re.fullmatch(r"([0-9.]+) ?([KMG])i?B", told).groups()  # type: ignore[union-attr]  # by its pattern
        megabytes = float(number) * {"K": 0.001, "M": 1, "G": 1000}[unit]
        if megabytes < _LEAST_MEMORY:
            message = f"{told} is less than {_LEAST_MEMORY} MB"
            raise ValueError(message)
        if megabytes > _MOST_MEMORY:
            message = f"{told} is more than any machine has"
            raise ValueError(message)
        return told

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The file alone: a stray environment variable must not change what an order is said to owe."""
        file = settings_cls.model_config.get("toml_file")
        return (init_settings, TomlConfigSettingsSource(settings_cls)) if file else (init_settings,)


def load(path: Path | None = None) -> Settings:
    """The settings of `path`, else of CLOSEOUT_SETTINGS, else of ./closeout.toml, else the built-in ones."""
    named = path or (Path(told) if (told := os.environ.get("CLOSEOUT_SETTINGS")) else None)
    file = named or (DEFAULT if DEFAULT.exists() else None)
    if named and not named.is_file():
        message = f"the settings file {named} does not exist"
        raise WrongSettingsError(message)
    try:
        return _read(file)
    except ValidationError as fault:
        told = "; ".join(
            f"{'.'.join(str(part) for part in error['loc']) or 'file'}: {_said(error)}" for error in fault.errors()
        )
        message = f"{file or 'the settings'}: {told}"
        raise WrongSettingsError(message) from fault
    except ValueError as fault:
        message = f"{file}: not a TOML file ({fault})"
        raise WrongSettingsError(message) from fault


def _said(error: ErrorDetails) -> str:
    return (
        "there is no such setting" if error["type"] == "extra_forbidden" else error["msg"].removeprefix("Value error, ")
    )


def _read(file: Path | None) -> Settings:
    if file is None:
        return Settings()

    class FromFile(Settings):
        model_config = SettingsConfigDict(extra="forbid", frozen=True, toml_file=file)

    return Settings.model_validate(FromFile().model_dump())


def landing() -> Path:
    """The landing zone Dagster works on."""
    return Path(os.environ.get("CLOSEOUT_LANDING", "samples"))


def warehouse() -> Path:
    """The warehouse Dagster works in."""
    return Path(os.environ.get("CLOSEOUT_WAREHOUSE", "warehouse"))


def as_dict(settings: Settings) -> dict[str, Any]:
    """The settings as plain values, for the batch that ran under them."""
    return settings.model_dump(mode="json")
