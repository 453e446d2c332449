"""Whether copies are found however syndication edits them, and nothing else is taken for one."""

import json
from importlib import resources

import pytest

from tests.pipeline.group.articles import QUAKES, Stream
from tests.pipeline.group.edits import EDITS, NOISE, recall

COPIES = ("-courier", "-dispatch", "-update", "-wire", "-mpa")
ROWS = resources.files("pipeline.samples").joinpath("articles.jsonl").read_text(encoding="utf-8").splitlines()
SAMPLES = [row for row in map(json.loads, ROWS) if row["text"].strip() and not row["id"].endswith(COPIES)]
TEXTS = [row["text"] for row in SAMPLES]

WEATHER = """{town} will see {sky} on {day}, with temperatures between {low} and {high} degrees, the weather
service said. Wind from the {side} will reach {wind} kilometres an hour in the afternoon. The chance of rain is
{chance} per cent. Drivers are asked to take care on bridges and in the hills, where it may be slippery in the
early morning. Walkers should keep off the cliffs. The outlook for the days to come is much the same, and no
warnings are in force for the coast. Sunrise is at {rise} and sunset at {fall}. The water in the bay has {bay}
degrees. The next forecast will be issued in the evening by the service's office at the airport."""

SHARES = """Shares in {town} ended {way} on {day} as investors waited for figures on jobs. The main index closed at
{index} points, a change of {change} per cent. Turnover was {turnover} million crowns. Of the companies listed,
{up} gained and {down} lost. Banks and makers of machines moved most, traders said, while utilities hardly moved.
The crown was at {rate} to the dollar late in the day. Yields on ten-year bonds stood at {bond} per cent. Analysts
said that the market would take its direction from abroad until the central bank meets again. Trading hours are
not affected by the coming holiday, the exchange said in a note to its members."""

FORECASTS = [
    WEATHER.format(town=t, sky=s, day=d, low=a, high=b, side=w, wind=k, chance=c, rise=r, fall=f, bay=y)
    for t, s, d, a, b, w, k, c, r, f, y in [
        ("Calver", "showers", "Monday", 4, 11, "north", 35, 70, "06:41", "18:02", 9),
        ("Lowick", "sunshine", "Friday", 13, 22, "south", 15, 5, "05:12", "20:47", 16),
    ]
]
MARKETS = [
    SHARES.format(town="Calver", way=w, day=d, index=i, change=c, turnover=t, up=u, down=n, rate=r, bond=b)
    for w, d, i, c, t, u, n, r, b in [
        ("higher", "Monday", 8412, 0.7, 310, 61, 24, 7.12, 3.4),
        ("lower", "Tuesday", 8299, 1.3, 275, 18, 66, 7.21, 3.6),
    ]
]


@pytest.mark.parametrize("kind", EDITS)
def test_an_edited_copy_is_found(kind):
    assert recall(TEXTS, EDITS[kind]) >= 0.98


@pytest.mark.parametrize(
    ("kind", "least"), [("1 % of letters", 0.9), ("3 % of letters", 0.6), ("one word in ten", 0.75)]
)
def test_most_noisy_copies_are_found(kind, least):
    assert recall(TEXTS, NOISE[kind]) >= least


def test_other_articles_of_a_story_are_no_copies():
    stream = Stream()
    assert [row["id"] for row in SAMPLES if stream.give(row["text"], row["title"]).duplicate_of] == []


@pytest.mark.parametrize("texts", [FORECASTS, MARKETS, QUAKES], ids=["weather", "shares", "earthquakes"])
def test_same_template_with_other_facts_is_no_copy(texts):
    stream = Stream()
    assert [stream.give(text).duplicate_of for text in texts] == [None] * len(texts)
