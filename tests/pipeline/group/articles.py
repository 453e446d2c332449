"""Articles to be grouped, and agencies' edits of them."""

import itertools
import random
import re

from connectors.records import Origin
from pipeline.fingerprint.core import fingerprint
from pipeline.group.index import Index
from pipeline.group.settings import GroupSettings
from pipeline.records import Article, Fingerprint, Grouping

DAM = """Engineers opened the spillway of the Harrow dam on Thursday after three days of rain lifted the
reservoir to its highest level in forty years. Families in the villages of Lowick and Stane were
told to leave their homes by noon. The water company said that the wall itself was sound and that
the release was a precaution. Police closed the valley road and used boats to reach a farm where
nine people had been cut off since Tuesday night. Nobody was hurt. The county's chief engineer,
Maria Holt, said that the flow would be cut once the level fell by two metres, which she expected to
take until the weekend. Forecasters see more rain on Friday, though less than before. The railway
between Stane and the coast stays shut, and schools in the valley will open again on Monday at the
earliest. Residents who slept in a sports hall complained that nobody had warned them until the
sirens sounded. The council promised a review of the alarm plan, which dates from 1987 and lists
telephone numbers that no longer exist."""

STRIKE = """Bus drivers in the port city of Calver walked out on Wednesday in a dispute over night shifts,
leaving some two hundred thousand commuters to find another way to work. The union says that drivers
were given rosters with only eight hours between two shifts, which it calls unsafe. The operator
answered that the rosters follow the law and that it had offered a bonus for late duty. Talks that a
mediator led broke off before dawn. Trams ran as usual but were so full that many passengers were
left standing at the stops, and taxi fares doubled by the middle of the morning. The mayor, who owns
no shares in the company but sits on its board, asked both parties to return to the table before the
weekend, when the city expects visitors for a football final. Shopkeepers in the old town counted
their losses. A spokeswoman for the union said that members would vote next week on whether to go
on, and that drivers of school buses would not take part."""

QUAKE = """A magnitude {m} earthquake struck {km} km {side} of {town} on {day}, the seismological service said.
The quake hit at {hour} local time at a depth of {depth} km. There were no immediate reports of
casualties or damage. People in the area felt the shaking for about {seconds} seconds and some ran
into the street. The service said that aftershocks were to be expected in the coming days and asked
residents to stay away from damaged buildings. No tsunami warning was issued. The region lies on a
fault where two plates meet, and has seen {count} quakes above magnitude 4 since {year}. Officials
said that rescue teams were on standby, that hospitals had been told to prepare and that schools
would be inspected before lessons start again. The civil protection agency has opened a telephone
line for people who want to report damage to their houses."""

QUAKES = [
    QUAKE.format(m=m, km=km, side=side, town=town, day=day, hour=hour, depth=d, seconds=s, count=c, year=y)
    for m, km, side, town, day, hour, d, s, c, y in [
        ("5.2", 30, "north", "Calver", "Monday", "03:12", 10, 20, 14, 1970),
        ("4.8", 75, "west", "Port Amery", "Saturday", "17:45", 33, 8, 6, 1994),
        ("6.1", 112, "south-east", "Lowick", "Tuesday", "11:08", 57, 45, 31, 1952),
    ]
]


class Stream:
    """An index that is given one article after another, an hour apart."""

    def __init__(self, **settings) -> None:
        self.settings = GroupSettings(**settings)
        self.index = Index("en", self.settings)
        self.entries = []
        self._count = itertools.count()

    def give(
        self, text: str, title: str | None = None, seen_at: int | None = None, name: str | None = None
    ) -> Grouping:
        """What the index decides about the next article."""
        at = next(self._count)
        time = at * 3_600_000 if seen_at is None else seen_at
        grouping, entry = self.index.decide(
            name or f"a{at}", title, mark(text, title), Origin("t", 0, at), time
        )
        self.entries.append(entry)
        return grouping


def mark(text: str, title: str | None = None) -> Fingerprint:
    """The fingerprint of a text."""
    return fingerprint(Article("x", title, text))


def edits(text: str, other: str) -> dict[str, str]:
    """`text` as agencies and portals print it, by kind of edit; `other` is a text to take paragraphs from."""
    chance = random.Random(5)
    sentences, words = re.split(r"(?<=\.)\s+", text), text.split()
    mixed = sentences[:]
    chance.shuffle(mixed)
    return {
        "prefix": f"CALVER (Example Agency) - {text}",
        "byline": f"By Ana Silva\n{text}\nReporting by Ana Silva; Editing by Tom Reed",
        "first half": " ".join(words[: len(words) // 2]),
        "first third": " ".join(words[: len(words) // 3]),
        "last half": " ".join(words[len(words) // 2 :]),
        "sentences dropped": " ".join(s for at, s in enumerate(sentences) if at % 4 != 2),
        "reordered": " ".join(mixed),
        "typography": text.replace("'", "’").replace(", ", " – ").upper(),
        "paragraph added": f"{text}\n{' '.join(other.split()[: len(words) // 3])}",
        "one word in twenty": " ".join("else" if at % 20 == 7 else word for at, word in enumerate(words)),
        "boilerplate": f"Home News World\n{text}\nSign up for our newsletter. All rights reserved. Read more: Rain.",
    }
