"""Small annotated articles for the exporters' tests."""

from __future__ import annotations

from dataclasses import replace

from annotate.config import load_scheme
from annotate.data import AnnotatedArticle, Annotation, Region
from annotate.exporters.choices import Labels
from annotate.exporters.mapping import LabelMap, map_labels
from annotate.exporters.rows import Making
from tests.builders import annotated

ANN, BOB = "ann@example.org", "bob@example.org"


def accepted(of: AnnotatedArticle, who: str = ANN, number: int = 1, **change: object) -> AnnotatedArticle:
    """Return the article with one more annotation: its first sentence's region changed, the others as predicted."""
    regions = [
        Region(
            f"r{each.sentence.index}",
            each.sentence.span,
            "prediction",
            (each.sentence.index,),
            each.attribution.label,
            None,
            tuple(frame.label for frame in each.frames),
            bool(each.flags),
        )
        for each in of.sentences
        if each.attribution
    ]
    if change:
        regions[0] = replace(regions[0], origin="prediction-changed", **change)  # type: ignore[arg-type]
    times = ("2026-01-01T09:00:00Z", f"2026-01-01T10:00:{number:02}Z")
    annotation = Annotation(number, who, *times, 12.5, regions=tuple(regions))
    return replace(of, annotations=(*of.annotations, annotation))


def skipped(of: AnnotatedArticle, who: str = BOB) -> AnnotatedArticle:
    """Return the article with one more annotation that says nothing."""
    annotation = Annotation(99, who, "2026-01-01T09:00:00Z", "2026-01-02T09:00:00Z", None, True)
    return replace(of, annotations=(*of.annotations, annotation))


def making(labels: Labels = "human-else-predicted", coarse: str = "attribution", text: bool = True) -> Making:
    """Return how rows are made in tests."""
    attribution = map_labels(load_scheme("attribution"), load_scheme(coarse))
    people = {ANN: "annotator 1", BOB: "annotator 2"}
    return Making(labels, attribution, LabelMap.same(load_scheme("frames")), people, text)


def three() -> list[AnnotatedArticle]:
    """Return three articles: one that a person changed, one that a person left as it was, one that nobody saw."""
    return [
        accepted(
            annotated("# Bridges\nThe mayor spoke.\nThe bridge is closed.", "texts/0.txt", "The Courier"),
            label="official_source",
            frames=("economic", "morality"),
            note="Who?",
        ),
        accepted(annotated("Le maire, dit-on, a parlé 👩‍👧.", "texts/1.txt"), BOB, 2),
        annotated('He said "no", | and =left.\nNA', "texts/2.txt", "NA"),
    ]
