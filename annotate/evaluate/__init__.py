"""Annotated articles measured against gold sentences: labels, frames, review, and what scores are worth."""

from annotate.evaluate.calibration import Bin, Reliability
from annotate.evaluate.gold import Gold, load_gold
from annotate.evaluate.measures import Evaluation, Value, evaluate

__all__ = ["Bin", "Evaluation", "Gold", "Reliability", "Value", "evaluate", "load_gold"]
