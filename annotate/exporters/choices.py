"""What an export lets one choose: the format, and whose labels."""

from __future__ import annotations

from typing import Final, Literal, get_args

#: A folder for `datasets.load_from_disk`, or a file a split for `datasets.load_dataset`.
Format = Literal["hf", "parquet", "jsonl", "csv"]
#: The model's labels everywhere, people's alone, or people's where there are any.
Labels = Literal["predicted", "human", "human-else-predicted"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
