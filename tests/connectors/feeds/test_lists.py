from pathlib import Path

import pytest

from connectors.errors import ConnectorError
from connectors.feeds import feed_addresses


def test_addresses_and_files(tmp_path: Path) -> None:
    lines = tmp_path / "feeds.txt"
    lines.write_text("# world\nhttps://a.example/rss\n\n  https://b.example/atom  \n", encoding="utf-8")
    outline = tmp_path / "feeds.opml"
    outline.write_text(
        '\ufeff<?xml version="1.0"?><opml version="2.0"><body><outline text="World"><outline type="rss"'
        ' xmlUrl="https://c.example/rss"/><outline text="none"/></outline><outline xmlUrl="https://b.example/atom"/>'
        "</body></opml>",
        encoding="utf-8",
    )
    assert feed_addresses(["https://z.example/", str(lines), str(outline), "https://z.example/"]) == [
        "https://z.example/",
        "https://a.example/rss",
        "https://b.example/atom",
        "https://c.example/rss",
    ]


@pytest.mark.parametrize(
    "content", ["", "# nothing\n", "ftp://a.example/\n", "<opml><body/></opml>", "<opml><bo"]
)
def test_lists_that_name_no_feed(tmp_path: Path, content: str) -> None:
    file = tmp_path / "feeds"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ConnectorError, match="feeds"):
        feed_addresses([str(file)])


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(ConnectorError, match="can't be read"):
        feed_addresses(["missing.txt"])
