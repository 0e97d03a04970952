"""Bytes read as text, or refused with a way out."""

from __future__ import annotations

import codecs

from annotate.errors import InputError

_SAMPLE = 8192
_BINARY_SHARE = 0.1  # control characters beyond this share: no text; scraped pages hold a stray one at most
_BLANKS = frozenset(b"\t\n\r\f\v\x1b")
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes, path: str) -> str:
    """Return `data` as text: UTF-8, or UTF-16 where it is marked so.

    No encoding is guessed: a wrong guess corrupts names without a word. A byte order mark stays, so that offsets
    count in the file; lone surrogates pass, they are scrubbed later. Raises `InputError` for anything else.
    """
    if data.startswith(UTF_16):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise InputError(path, "marked as UTF-16 but is not; convert it to UTF-8") from error
    sample = data[:_SAMPLE]
    controls = sum(byte < 32 and byte not in _BLANKS for byte in sample)
    if controls > _BINARY_SHARE * len(sample):
        raise InputError(path, "looks binary, not like text; convert it to UTF-8 text, or leave it out")
    return from_utf_8(data, path)


def from_utf_8(data: bytes, path: str) -> str:
    """Return `data`, a whole or a part that need not look like text, decoded. Raises `InputError`."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        reason = f"not UTF-8 (byte {error.start}); convert it, for example: iconv -f WINDOWS-1252 -t UTF-8"
        raise InputError(path, reason) from error
