#!/usr/bin/env python3
"""Take the README's pictures of the report anew: 400 and 1,400 px wide, light and dark.

usage: take_screenshots.py OUT [--into docs] [--chromium /usr/bin/chromium]

OUT is a folder that `annotate run` wrote, such as scripts/demo's. The wide pictures show the sentence that most wants a
look, with its details; the narrow ones the queue.
"""

from __future__ import annotations

import argparse
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from annotate.store import Folder

ARGUMENTS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
COLOURS = 128  # enough for text and washes; a picture weighs half
SIZES = {1400: 900, 400: 800}


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--into", type=Path, default=Path("docs"))
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    chosen = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chosen.chromium, args=list(ARGUMENTS))
        for width in SIZES:
            take(browser, Folder.open(chosen.out).report, chosen.into, width)
        browser.close()


def take(browser: Browser, report: Path, into: Path, width: int) -> None:
    """Take the report in both themes."""
    page = browser.new_page(viewport={"width": width, "height": SIZES[width]})
    page.goto(report.absolute().as_uri())
    if width > 1000:
        page.keyboard.press("j")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme="light" if theme == "light" else "dark")
        file = into / f"report-{width}-{theme}.png"
        shot = Image.open(BytesIO(page.screenshot()))
        shot.convert("RGB").quantize(COLOURS).save(file, optimize=True)
        print(f"{file}  {file.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
