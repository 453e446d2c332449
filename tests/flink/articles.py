"""Short articles for whole runs: every kind of outcome, stories, copies and cut copies, the same each time."""

import json
import random
from collections.abc import Sequence

COUNTRIES = ("Chile", "Ghana", "Norway", "Japan", "Kenya", "Peru", "Egypt", "India", "Poland", "Jordan")
CITIES = ("Lima", "Accra", "Oslo", "Nairobi", "Cairo", "Warsaw", "Amman", "Osaka", "Valparaíso", "Mombasa")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
GOODS = ("copper", "rice", "timber", "wheat", "cobalt", "cotton", "tea", "salt", "cement", "wool")
LEADS = (
    "The foreign minister of {guest} met officials of {host} in {city} on {day} to discuss {goods}.",
    "Police in {city} arrested {count} men on {day} after a theft of {goods} at the port.",
    "About {count} dock workers protested in {city} on {day} against a tax on {goods}.",
    "{host} signed an agreement on {goods} with {guest} in {city} on {day}.",
    "Gunmen killed {count} soldiers near {city} on {day}, the army of {host} said.",
    "{guest} sent {count} tonnes of {goods} as aid to {host} on {day}.",
    "{host} imposed sanctions on {guest} on {day} over its trade in {goods}.",
    "The president of {host} threatened to close the border with {guest} unless it pays for {goods}.",
)
FOLLOWERS = (
    "It was the second time this year that {goods} had divided {host} and {guest}.",
    '"We shall not wait for {goods} any longer," said Ana Duarte, who speaks for the ministry in {city}.',
    "The mayor of {city} asked the government to release {count} tonnes of {goods} from its stores.",
    "Talks between {guest} and {host} will go on next week, two diplomats said on {day}.",
    "Traders in {city} expect the price of {goods} to rise by {count} per cent before the summer.",
    "A court in {city} rejected an appeal by the union on {day}.",
)
OTHER = (
    "El ministro de Exteriores llegó el martes a la ciudad para hablar con los sindicatos sobre el número {}."
)


def article(number: int) -> bytes:
    """The value of the record of that number."""
    if number % 25 == 24:
        return (b'{"text": "cut sho', b"", _json(number, text=OTHER.format(number) * 3))[number // 25 % 3]
    if number % 25 == 12:
        return _json(number, text=" ", title=None)
    if number % 10 == 7:
        return _json(number, text=_text(number - 5))
    if number % 10 == 9:
        return _json(number, text=_text(number - 6).rpartition("\n")[0])
    if number % 10 == 5:
        paragraphs = "".join(f"<p>{line}</p>" for line in _text(number).splitlines())
        return _json(number, text=None, html=f"<html><body><article>{paragraphs}</article></body></html>")
    return _json(number, text=_text(number))


def articles(count: int) -> Sequence[bytes]:
    """The first `count`."""
    return [article(number) for number in range(count)]


def _text(number: int) -> str:
    """Five sentences, a line each. Two of four texts in a row tell of one story."""
    story, own = random.Random(number // 4 * 2 + number % 2), random.Random(number + 1_000_000)
    host, guest = story.sample(COUNTRIES, 2)
    names = {"host": host, "guest": guest, "city": story.choice(CITIES), "goods": story.choice(GOODS)}
    chosen = [own.choice(LEADS), *own.sample(FOLLOWERS, 3)]
    told = [line.format(**names, day=own.choice(DAYS), count=own.randrange(3, 900)) for line in chosen]
    return "\n".join(
        [*told, f"Papers with the numbers {own.randrange(10**9)} and {number} were shown to reporters."]
    )


def _json(number: int, **fields: str | None) -> bytes:
    made = {
        "id": f"article-{number}",
        "title": f"Report {number} of the day",
        "published_at": f"2025-03-{1 + number % 28:02}T10:00:00Z",
        "source": f"paper-{number % 3}.example",
    }
    return json.dumps({**made, **fields}).encode()
