"""Whether copies are found however syndication edits them, and nothing else is taken for one."""

import json
import random
import re
from importlib import resources

import pytest

from connectors.records import Origin
from pipeline.group.codec import decode_batch, encode_batch
from pipeline.group.index import Index
from tests.pipeline.group.articles import QUAKES, Stream, mark
from tests.pipeline.group.edits import EDITS, NOISE, recall, updated

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


@pytest.mark.parametrize("kind", NOISE)
def test_most_noisy_copies_are_found(kind):
    assert recall(TEXTS, NOISE[kind]) >= 0.93


def test_other_articles_of_a_story_are_no_copies():
    stream = Stream()
    assert [row["id"] for row in SAMPLES if stream.give(row["text"], row["title"]).duplicate_of] == []


@pytest.mark.parametrize("texts", [FORECASTS, MARKETS, QUAKES], ids=["weather", "shares", "earthquakes"])
def test_same_template_with_other_facts_is_no_copy(texts):
    stream = Stream()
    given = [stream.give(text) for text in texts]
    assert [(one.duplicate_of, one.update_of) for one in given] == [(None, None)] * len(texts)


TOLL = """At least {dead} people died and {hurt} were injured when a ferry sank off Port Amery in Norland on {day}
evening, the coast guard said. Boats and two helicopters searched the bay through the night for {missing} more who are
missing. The ferry Lady Holt had left the island of Stane with 214 passengers, more than it was licensed for, when it
was hit by a wave, according to the harbour master, Tom Reed. Survivors told Radio Calver that lifejackets had been
locked away. Norland's transport minister, Ana Silva, flew to the town and promised an inquiry. The ferry was built in
1987. It was the worst accident on the route since 2003, when 31 people drowned."""


@pytest.mark.parametrize(
    "figures",
    [
        {"dead": 19, "hurt": 57, "missing": 33, "day": "Sunday"},
        {"dead": 23, "hurt": 61, "missing": "eight", "day": "the same"},
        {"dead": "twenty", "hurt": 57, "missing": 33, "day": "Sunday"},
    ],
)
def test_a_report_with_new_figures_is_an_update_and_no_copy(figures):
    stream = Stream()
    first = stream.give(TOLL.format(dead=12, hurt=48, missing=40, day="Sunday"), "Ferry sinks")
    later = stream.give(f"{TOLL.format(**figures)} A service is to be held on Friday.", "More dead in ferry")
    assert (later.duplicate_of, later.similarity, later.update_of) == (None, None, "a0")
    assert later.story_id == first.story_id
    assert stream.give(TOLL.format(**figures)).duplicate_of == "a1"
    rebuilt = Index("en", stream.settings)
    rebuilt.remember(decode_batch(encode_batch(stream.entries)))
    for index in (stream.index, rebuilt):
        again, _ = index.decide("a1", None, mark(TOLL), Origin("t", 0, 1), 0)
        assert (again.update_of, again.story_id) == ("a0", first.story_id)


def test_figures_that_stay_or_are_written_otherwise_make_no_update():
    stream = Stream()
    text = TOLL.format(dead=12, hurt=48, missing=1240, day="Sunday")
    stream.give(text)
    other = text.replace("12 people", "twelve people").replace("1240", "1,240")
    assert stream.give(other).duplicate_of == "a0"


@pytest.mark.parametrize("share", [1.0, 0.7])
def test_most_reports_with_new_figures_are_updates(share):
    texts = [text for text in TEXTS if len(set(re.findall(r"\d+", text))) >= 4]
    assert len(texts) >= 10
    flagged = 0
    for at, text in enumerate(texts):
        stream = Stream()
        stream.give(text)
        flagged += stream.give(updated(text, random.Random(at), share)).update_of == "a0"
    assert flagged >= 0.9 * len(texts)
