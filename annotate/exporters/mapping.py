"""Labels of one scheme told in another, coarser one: five kinds of source as three."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotate.config import Label, Scheme
from annotate.errors import ConfigError, FolderError


@dataclass(frozen=True, slots=True)
class LabelMap:
    """What each label of `fine` is called in `coarse`; `table` has every label of `fine`."""

    fine: Scheme
    coarse: Scheme
    table: Mapping[str, str]

    @classmethod
    def same(cls, scheme: Scheme) -> LabelMap:
        """Return the map that leaves every label as it is."""
        return cls(scheme, scheme, {name: name for name in scheme.names})

    @property
    def version(self) -> str:
        """The scheme that the labels are of, with its version, and the one that they are from."""
        return named(self.coarse) + ("" if self.fine == self.coarse else f" (from {named(self.fine)})")

    def one(self, label: str) -> str:
        """Return what a label becomes. Raises `FolderError` where the folder's scheme has no such label."""
        try:
            return self.table[label]
        except KeyError as error:
            raise FolderError(
                f"{label}: not a label of the folder's own scheme {named(self.fine)}; run or pull the articles again"
            ) from error

    def many(self, labels: Iterable[str]) -> list[str]:
        """Return what labels become, each once, in the scheme's order."""
        found = {self.one(label) for label in labels}
        return [name for name in self.coarse.names if name in found]

    def score(self, scores: Mapping[str, float], label: str) -> float:
        """Return the probability of a label of `coarse`: of all that it covers together."""
        return sum(score for name, score in scores.items() if self.table.get(name) == label)


def map_labels(fine: Scheme, coarse: Scheme) -> LabelMap:
    """Return the map from one scheme to another of its kind.

    A label goes where a coarse label `covers` it by name; in an attribution scheme else to the one whose source types
    hold all of its own. Raises `ConfigError` where a label has no place or several: there is no dropping of labels,
    since a sentence without its label would pass for one that has none.
    """
    if fine == coarse:
        return LabelMap.same(fine)
    unknown = [name for label in coarse.labels for name in label.covers if name not in fine.names]
    if unknown:
        raise ConfigError(
            f"scheme {coarse.name}: covers {unknown[0]}, which the scheme {fine.name} of the folder has not; "
            f"it has {', '.join(fine.names)}"
        )
    return LabelMap(fine, coarse, {label.name: _place(label, fine, coarse) for label in fine.labels})


def named(scheme: Scheme) -> str:
    """Return a scheme's name and version."""
    return f"{scheme.name} {scheme.version}"


def _place(label: Label, fine: Scheme, coarse: Scheme) -> str:
    """Return the one coarse label that takes a label in."""
    places = [each.name for each in coarse.labels if label.name in each.covers]
    if not places and coarse.kind == "attribution" and label.source_types:
        places = [each.name for each in coarse.labels if set(label.source_types) <= set(each.source_types)]
    if len(places) == 1:
        return places[0]
    trouble = f"{' and '.join(places)} both take in" if places else "no label takes in"
    raise ConfigError(
        f"scheme {coarse.name}: {trouble} {label.name} of the scheme {fine.name}; "
        f"name it in one label: covers: [{label.name}]"
    )
