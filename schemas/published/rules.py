"""What all published tables have in common."""

import pandera.polars as pa


class Published(pa.DataFrameModel):
    """Exactly these columns: one that has no description may not be published."""

    class Config:
        """Pandera reads the configuration of a model here."""

        strict = True
