import json
from collections import Counter

from pipeline.samples import records


def test_what_the_demo_is_made_of() -> None:
    made = records("articles")
    types = Counter(dict(record.headers)["content-type"] for record in made)
    assert types == {b"application/json": 41, b"text/html": 1}
    articles = [json.loads(record.value or b"") for record in made[:40]]
    assert len({article["id"] for article in articles}) == 40
    assert [article["published_at"] for article in articles] == sorted(a["published_at"] for a in articles)
    assert sum(not article["text"].strip() for article in articles) == 1
    words = [len(article["text"].split()) for article in articles if article["text"].strip()]
    assert min(words) >= 50
    assert max(words) <= 350
