"""What a shell offers after an option, when asked to complete it; where nothing fits, it offers files itself."""

from __future__ import annotations

from collections.abc import Iterable

from annotate.data import FLAG_REASONS


def presets(incomplete: str) -> list[str]:
    """Return the presets that come with annotate."""
    from annotate.config import preset_names

    return _that_begin(preset_names(), incomplete)


def schemes(incomplete: str) -> list[str]:
    """Return the schemes that come with annotate."""
    from annotate.config import scheme_names

    return _that_begin(scheme_names(), incomplete)


def reasons(incomplete: str) -> list[str]:
    """Return the reasons for review."""
    return _that_begin(FLAG_REASONS, incomplete)


def _that_begin(names: Iterable[str], incomplete: str) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]
