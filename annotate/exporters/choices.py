"""What an export lets one choose: the format, and whose labels."""

from __future__ import annotations

from typing import Final, Literal, get_args

#: One row a sentence: a folder for `datasets.load_from_disk`, or a file a split for `datasets.load_dataset`.
Table = Literal["hf", "parquet", "jsonl", "csv"]
#: The tables, and the formats of other tools, which hold whole articles.
Format = Literal["hf", "parquet", "jsonl", "csv", "conll", "brat", "cas", "docbin", "argilla"]
#: The model's labels everywhere, people's alone, or people's where there are any.
Labels = Literal["predicted", "human", "human-else-predicted"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
TABLES: Final[tuple[Table, ...]] = get_args(Table)
