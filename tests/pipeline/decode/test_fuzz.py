"""Whatever the bytes and headers, decoding gives an article or says why not."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import schemas
from connectors.records import Headers
from pipeline.decode.core import DecodeSettings, decode
from pipeline.errors import BadRecordError
from pipeline.records import Article
from tests.pipeline.decode.conftest import avro, container, record

TYPES = [
    b"application/json",
    b"avro/binary",
    b"text/plain",
    b"text/html",
    b"text/html; charset=utf-16",
    b"text/plain; charset=gb2312",
    b"nonsense",
]
NAMES = [
    "id",
    "title",
    "text",
    "html",
    "body",
    "content",
    "published_at",
    "date",
    "source",
    "url",
    "language",
    "x",
]

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
json_bytes = st.dictionaries(st.sampled_from(NAMES), json_values, max_size=6).map(
    lambda d: json.dumps(d).encode("utf-8", "surrogatepass")
)
articles = st.fixed_dictionaries(
    {"text": st.text(max_size=20)}, optional={n: st.text(max_size=10) for n in ("id", "title", "html", "url")}
)
avro_bytes = articles.map(avro) | articles.map(lambda a: container([a], codec="deflate"))


@st.composite
def damaged(draw: st.DrawFn, whole: st.SearchStrategy[bytes]) -> bytes:
    value = bytearray(draw(whole))
    for _ in range(draw(st.integers(0, 3))):
        if value:
            value[draw(st.integers(0, len(value) - 1))] = draw(st.integers(0, 255))
    return bytes(value[: draw(st.integers(0, len(value)))] if draw(st.booleans()) else value)


prefixes = st.sampled_from(
    [b"", b"\0\0\0\0\7", b"\xc3\x01", b"Obj\x01", b"<html>", b"{", b"\xff\xfe", b"\xef\xbb\xbf"]
)
values = (
    st.none()
    | damaged(json_bytes)
    | damaged(avro_bytes)
    | st.builds(bytes.__add__, prefixes, st.binary(max_size=200))
)
headers = st.lists(
    st.tuples(st.just("content-type"), st.sampled_from(TYPES) | st.binary(max_size=20) | st.none())
    | st.tuples(
        st.just("avro-schema-fingerprint"),
        st.just(schemas.fingerprint("article").encode()) | st.binary(max_size=20),
    )
    | st.tuples(st.text(max_size=10), st.binary(max_size=10) | st.none()),
    max_size=3,
).map(tuple)


def check(article: Article) -> None:
    for part in (article.article_id, article.title, article.text, article.html, article.source, article.url):
        assert part is None or part.encode("utf-8") is not None
    assert article.text is not None or article.html is not None
    assert article.article_id
    assert article.published_at is None or article.published_at.tzinfo is not None


@settings(max_examples=1000, deadline=None)
@given(values, headers)
def test_an_article_or_a_reason(value: bytes | None, given_headers: Headers) -> None:
    def lookup(_: int) -> Any:
        return schemas.load("article")

    try:
        article = decode(record(value, given_headers), DecodeSettings(max_record_bytes=300), lookup)
    except BadRecordError as error:
        refusal = str(error)
    else:
        check(article)
        return
    assert len(refusal.splitlines()) == 1
    assert refusal.encode("utf-8")
