from __future__ import annotations

from dataclasses import replace

from annotate.tally import Tally
from tests.builders import annotated, dropped

TEXT = "# A title\nAnn said so.\nRead more\nBob denied it."


def test_everything_is_counted_once() -> None:
    given = annotated(TEXT)
    given = replace(given, article=replace(given.article, dropped=(dropped(TEXT, "Read more"),)))
    tally = Tally()
    assert list(tally.watch([given, given])) == [given, given]
    counts = tally.counts(failures=3)
    assert (counts.articles, counts.headlines, counts.sentences, counts.flagged, counts.failures) == (2, 2, 6, 6, 3)
    assert counts.labels == {"named_source": 6}
    assert counts.frames == {"economic": 8}
    assert counts.flags == {"contradicted": 6}
    assert counts.dropped == {"link": 2}
    assert counts.languages == {"en": 2}


def test_nothing_counts_nothing() -> None:
    counts = Tally().counts()
    assert (counts.articles, counts.sentences, counts.labels, counts.dropped) == (0, 0, {}, {})
