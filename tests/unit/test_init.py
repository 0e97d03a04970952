from __future__ import annotations

import subprocess
import sys

import pytest

import annotate


def test_public_names_are_sorted_and_all_there() -> None:
    assert annotate.__all__ == sorted(annotate.__all__)
    assert sorted(name for names in annotate._HOMES.values() for name in names) == annotate.__all__
    assert dir(annotate) == annotate.__all__
    for name in annotate.__all__:
        assert getattr(annotate, name).__module__.startswith("annotate.")


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nope'"):
        _ = annotate.nope


@pytest.mark.parametrize(
    "code",
    [
        "import annotate",
        "import annotate.annotator",
        "import sys; sys.argv[1:] = ['--help']; import annotate.cli as c\ntry: c.main()\nexcept SystemExit: pass",
    ],
)
def test_nothing_heavy_is_loaded_before_its_time(code: str) -> None:
    heavy = "import sys; print(sorted({'datasets', 'label_studio_sdk', 'torch', 'transformers'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", f"{code}\n{heavy}"], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
