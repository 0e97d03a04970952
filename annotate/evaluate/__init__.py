"""Annotated articles measured against gold sentences: labels, frames, review, and what scores are worth."""

from annotate.evaluate.calibration import Bin, Reliability
from annotate.evaluate.gold import Gold, load_gold
from annotate.evaluate.intervals import RESAMPLES, Interval
from annotate.evaluate.matching import Pair, match, parted
from annotate.evaluate.measures import Evaluation, LabelMeasures, Value, evaluate, measured

__all__ = [
    "RESAMPLES",
    "Bin",
    "Evaluation",
    "Gold",
    "Interval",
    "LabelMeasures",
    "Pair",
    "Reliability",
    "Value",
    "evaluate",
    "load_gold",
    "match",
    "measured",
    "parted",
]
