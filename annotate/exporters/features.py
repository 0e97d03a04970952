"""The columns as the datasets library types them: with labels as classes, or as plain names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa
from datasets import ClassLabel, Features, List, Value
from datasets.table import table_cast

from annotate.data import FLAG_REASONS
from annotate.exporters.columns import LISTS, Column, Kind, Row

_DTYPES: Final[dict[Kind, str]] = {"string": "string", "integer": "int32", "number": "float64", "flag": "bool"}


@dataclass(frozen=True, slots=True)
class Layout:
    """A dataset's columns and the names of its labels and frames, in the order of their schemes."""

    columns: tuple[Column, ...]
    labels: tuple[str, ...]
    frames: tuple[str, ...]

    def typed(self) -> Features:
        """Return the features as `datasets` gives them to its users: classes for labels, frames and reasons."""
        return Features({column.name: self._feature(column.kind, classes=True) for column in self.columns})

    def plain(self) -> Features:
        """Return the features of files that people open too: names for labels."""
        return Features({column.name: self._feature(column.kind, classes=False) for column in self.columns})

    def flat(self) -> Features:
        """Return the features of tables whose cells hold no lists: JSON in their place."""
        return Features(
            {
                column.name: Value("string") if column.kind in LISTS else self._feature(column.kind, classes=True)
                for column in self.columns
            }
        )

    def table(self, rows: Sequence[Row], *, classes: bool) -> pa.Table:
        """Return rows as an Arrow table, with labels as classes or as names."""
        # The library's own metadata would make a class of every column that it finds in a parquet file.
        table = pa.Table.from_pylist(list(rows), schema=self.plain().arrow_schema.remove_metadata())
        return table_cast(table, self.typed().arrow_schema) if classes else table

    def _feature(self, kind: Kind, *, classes: bool) -> Any:
        def named(names: tuple[str, ...]) -> Any:
            return ClassLabel(names=list(names)) if classes else Value("string")

        place = {"start": Value("int32"), "end": Value("int32")}
        match kind:
            case "label":
                return named(self.labels)
            case "frames":
                return List(named(self.frames))
            case "reasons":
                return List(named(FLAG_REASONS))
            case "spans":
                return List(place)
            case "regions":
                return List({**place, "label": named(self.labels), "origin": Value("string")})
            case _:
                return Value(_DTYPES[kind])
