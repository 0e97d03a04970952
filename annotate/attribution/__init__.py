"""Who answers for each sentence: spans, resolved sources, one label."""

from annotate.attribution.cues import CueExtractor
from annotate.attribution.label import Attributor

__all__ = ["Attributor", "CueExtractor"]
