"""Feeds as outlets publish them."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotate.data import Document
from tests.unit.readers.making import ODD, reading

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Quay &amp; Harbour</title><link>https://q.example</link><language>en-GB</language>
<item><title>Ferry &lt;b&gt;late&lt;/b&gt;</title><link>https://q.example/ferry</link>
<pubDate>Tue, 06 Jun 2023 00:30:00 +0200</pubDate><description>In short.</description>
<content:encoded><![CDATA[<p>The ferry was late, the <b>captain</b> said 🙂.</p>
<p>Cafe\u0301 &amp; bar:<br>12&nbsp;euros.</p><script>track()</script>]]></content:encoded></item>
<item><title>Tide</title><guid isPermaLink="false">17</guid><description>High tide at 2 &lt; 3.</description></item>
<item><title>Nothing</title><link>https://q.example/none</link></item>
</channel></rss>"""

ATOM = f"""<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Le Quai</title>
<entry><title>Bac</title><id>urn:1</id><link href="https://l.example/bac"/><updated>2023-06-06T10:00:00Z</updated>
<summary>En bref.</summary><content type="text">{ODD}</content></entry>
<entry><title>Pont</title><id>urn:2</id><summary type="html">&lt;p&gt;Le pont ferme.&lt;/p&gt;</summary>
<source><title>Agence du Port</title></source></entry></feed>"""


def test_an_entry_is_an_article_by_its_content_else_its_summary(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(RSS)
    [one, two], [failure], _ = reading(tmp_path / "a.rss")
    assert one == Document(
        key="https://q.example/ferry",
        path=f"{tmp_path.name}/a.rss#1",
        text="The ferry was late, the captain said 🙂.\n\nCafe\u0301 & bar:\n12\u00a0euros.",
        title="Ferry late",
        language="en",
        outlet="Quay & Harbour",
        url="https://q.example/ferry",
        published="2023-06-06T00:30:00+02:00",
    )
    assert (two.key, two.text, two.title) == ("17", "High tide at 2 < 3.", "Tide")
    assert (failure.path, failure.reason) == (
        f"{tmp_path.name}/a.rss#3",
        "holds no text; fetch the article that it links to",
    )


def test_atom_is_read_too(tmp_path: Path) -> None:
    for name in ("a.atom", "a.xml"):
        (tmp_path / name).write_text(ATOM)
        one, two = reading(tmp_path / name).documents
        assert (one.text, one.url, one.published) == (
            ODD.replace("\r\n", "\n"),
            "https://l.example/bac",
            "2023-06-06T10:00:00+00:00",
        )
        assert (one.outlet, one.language) == ("Le Quai", "fr")
        assert (two.key, two.text, two.outlet) == ("urn:2", "Le pont ferme.", "Agence du Port")


@pytest.mark.parametrize(
    "content", ["", "It rained.", "<urlset><url><loc>x</loc></url></urlset>", "<rss><channel/></rss>"]
)
def test_a_file_without_entries_is_one_failure(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.xml").write_text(content)
    [failure] = reading(tmp_path / "a.xml").failures
    assert "no entries of a feed" in failure.reason


def test_what_breaks_off_is_read_as_far_as_it_goes_and_told(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(RSS[: RSS.index("<item><title>Nothing")])
    documents, [failure], _ = reading(tmp_path / "a.rss")
    assert len(documents) == 2
    assert failure.path == f"{tmp_path.name}/a.rss"
    assert "breaks off or is not well-formed" in failure.reason
    assert "2 entries were read" in failure.reason


def test_a_file_that_names_another_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.rss").write_text(RSS)
    (tmp_path / "a.rss").write_text(str(tmp_path / "secret.rss"))
    assert not reading(tmp_path / "a.rss").documents
