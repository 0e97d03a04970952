from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotate.config import RESERVED_HOTKEYS, Scheme, load_scheme
from annotate.labelstudio import keys
from annotate.labelstudio.keys import hotkeys

KEYS = keys.DIGITS + keys.LETTERS


def scheme(count: int, kind: str = "frames", own: dict[int, str] | None = None) -> Scheme:
    labels = [
        {
            "name": f"{kind}_{number}",
            "title": "A label",
            "definition": "It is one.",
            "hypothesis": "It is.",
            "hotkey": (own or {}).get(number),
            "source_types": ["none"] if number == 0 else [],
        }
        for number in range(count)
    ]
    return Scheme.model_validate({"name": "some", "kind": kind, "title": "Some", "labels": labels})


@st.composite
def schemes(draw: st.DrawFn, kind: str) -> Scheme:
    count = draw(st.integers(2, 45))
    chosen = draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=count))
    return scheme(count, kind, dict(enumerate(chosen)))


@given(schemes("attribution"), schemes("frames"))
def test_no_two_controls_share_a_key(attribution: Scheme, frames: Scheme) -> None:
    known = hotkeys(attribution, frames)
    given_keys = [*known.attribution.values(), *known.frames.values(), *known.reasons.values()]
    everything = [*given_keys, *keys.SPANS.values(), keys.NEEDS_REVIEW, keys.SECOND_LOOK]
    assert len(set(everything)) == len(everything)
    assert not keys.LABEL_STUDIO & set(everything)
    assert set(given_keys) <= set(KEYS)
    controls = len(attribution.labels) + len(frames.labels) + len(known.reasons)
    assert len(given_keys) >= min(len(KEYS), controls), "a key lies idle while a control has none"


@given(schemes("attribution"), schemes("frames"))
def test_the_schemes_own_keys_stand_and_attribution_comes_first(attribution: Scheme, frames: Scheme) -> None:
    known = hotkeys(attribution, frames)
    own = {label.name: label.hotkey for label in attribution.labels if label.hotkey}
    assert own.items() <= known.attribution.items()
    for label in frames.labels:
        if label.hotkey and label.hotkey not in own.values():
            assert known.frames[label.name] == label.hotkey


def test_keys_follow_the_order_of_the_labels() -> None:
    known = hotkeys(scheme(3, "attribution"), scheme(4))
    assert "".join(known.attribution.values()) == "123"
    assert "".join(known.frames.values()) == "qwer"


def test_once_no_key_is_left_there_is_none() -> None:
    known = hotkeys(scheme(5, "attribution"), scheme(40))
    assert len(known.attribution) == 5
    assert len(known.frames) == len(KEYS) - 5
    assert known.reasons == {}


def test_every_control_of_the_schemes_that_come_with_annotate_has_a_key() -> None:
    known = hotkeys(load_scheme("attribution"), load_scheme("frames"))
    assert (len(known.attribution), len(known.frames), len(known.reasons)) == (5, 14, 9)


def test_what_the_interface_keeps_for_itself_is_refused_in_schemes() -> None:
    own = {*keys.SPANS.values(), keys.NEEDS_REVIEW, keys.SECOND_LOOK, *keys.LABEL_STUDIO}
    assert own == set(RESERVED_HOTKEYS)
    assert not own & set(KEYS)
