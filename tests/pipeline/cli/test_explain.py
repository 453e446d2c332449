import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from spacy.language import Language

from pipeline.cli.explain import record
from pipeline.cli.explanation import print_explanation
from pipeline.explain import ExplainedPart, explain_article
from pipeline.records import Article
from tests.pipeline.cli.command import Dateline

TALKS = "Kenyan police arrested a senator on Monday after the government refused to hold talks with Chad."


def explained(nlp: Language, text: str, min_confidence: float = 0.0) -> list[ExplainedPart]:
    """Each sentence of `text`, as published on a Wednesday."""
    article = Article("explained", text=text, published_at=datetime(2025, 3, 5, tzinfo=UTC))
    return explain_article(nlp, article, "model", min_confidence)


def page(parts: list[ExplainedPart], width: int = 100) -> str:
    """What is printed, without the room at the ends of lines."""
    console = Console(file=io.StringIO(), width=width)
    for part in parts:
        print_explanation(console, part)
    written: str = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in written.splitlines())


def test_the_page_shows_each_step(nlp: Language) -> None:
    shown = page(explained(nlp, TALKS), 200)
    assert "\n      government  " in shown
    assert "active; agents: government; complements: hold" in shown
    assert "obj:hunger fails: talks" in shown
    assert "Event 1: COERCE arrest, CAMEO 173, by “arrested”" in shown
    assert "REFUSE  CONSULT  REJECT  meet  125  1" in shown
    assert "KEN, COP  ← countries.tsv: Kenyan KEN; roles.tsv: police COP" in shown
    assert "a part of another event, “refused”" in shown


@pytest.mark.parametrize("width", [60, 80, 200])
def test_the_page_keeps_to_the_width_and_names_every_line(nlp: Language, width: int) -> None:
    parts = explained(nlp, TALKS)
    shown = page(parts, width)
    assert max(map(len, shown.splitlines())) <= width
    for looked in parts[0].sentence.lookups:
        assert [str(tried.line) for tried in looked.tried if str(tried.line) not in shown] == []


def test_an_unsure_event_is_shown_as_not_emitted(nlp: Language) -> None:
    sure, unsure = page(explained(nlp, TALKS, 0.0)), page(explained(nlp, TALKS, 1.0))
    assert "not emitted" not in sure
    assert "by “arrested” – not emitted" in unsure
    assert "below --min-confidence" in unsure


def test_what_is_known_of_actors_times_and_places_is_that_of_the_record(nlp: Language) -> None:
    (part,) = explained(nlp, TALKS)
    event = next(o for o in part.outcomes if o.event.trigger == "arrested")
    (made,) = event.records
    assert [(a.country, a.sector) for a in made.actors] == [("KEN", "COP")]
    assert made.time is not None
    assert made.time.value == "2025-03-03"


def test_a_text_without_event_says_so(nlp: Language) -> None:
    first, second = explained(nlp, "Kenya sent aid to Chad. Snow fell.")
    assert "No event" not in page([first])
    assert "No event" in page([second])
    assert "fell" in page([second])


def test_times_places_entities_and_quotations_are_shown_with_what_speaks_for_them(nlp: Language) -> None:
    text = "Talks began in Nairobi late last week. “We will sign,” said Ann Reading, a minister."
    first, second = explained(nlp, text)
    found = {(f.step, f.text): f for part in (first, second) for f in part.found}
    time = found["time", "late last week"]
    assert (time.resolved, time.why) == ("DATE 2025-W09 END 2025-02-24/2025-03-02", "shifts, past tense")
    assert found["place", "Nairobi"].resolved.startswith("Nairobi, Nairobi")
    assert "after a preposition of place +" in found["place", "Nairobi"].why
    assert found["place", "Reading"].resolved == ""
    assert found["entity", "Ann Reading"].resolved.startswith("Ann Reading")
    assert next(f for f in second.found if f.step == "quote").resolved == "Ann Reading"
    assert "“late last week”: DATE 2025-W09" in page([first], 200)


def test_the_main_event_is_marked_once(nlp: Language) -> None:
    shown = page(explained(nlp, f"{TALKS} Snow fell."), 200)
    assert shown.count(", the main event") == 1


def test_what_was_cleaned_off_is_shown_and_not_read(dateline: Dateline, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("By Ana Silva\nKenya sent aid to Chad.\nShare this article\n")
    shown = " ".join(dateline("explain", "--file", str(note)).out.split())
    assert "Cleaned off “By Ana Silva” ← boilerplate.tsv: end,start, as" in shown
    assert "“Share this article”" in shown
    assert "Event 1: AID" in shown
    as_json = dateline("explain", "--json", "--file", str(note)).out.splitlines()
    assert [json.loads(line)["text"] for line in as_json] == ["Kenya sent aid to Chad."]


def test_as_json_nothing_is_left_out(nlp: Language) -> None:
    (part,) = explained(nlp, TALKS)
    made: dict[str, Any] = json.loads(json.dumps(record(part)))
    assert set(made) == {"text", "words", "clauses", "lookups", "events", "rejected", "found"}
    assert len(made["events"]) == len(part.outcomes)
    event = made["events"][0]
    assert event["lines"][0]["text"].split("\t")[0] == "arrest"
    assert event["records"][0]["event_type"] == event["event_type"] == "COERCE"
    assert event["sources"]["Kenyan police"][0]["table"] == "countries.tsv"


def test_the_command_reads_a_sentence_or_a_file(dateline: Dateline, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Kenya sent aid to Chad on Monday. Snow fell.\n")
    ended = dateline("explain", "--json", "--date", "2025-03-05", "--file", str(note))
    assert (ended.code, ended.err) == (0, "")
    first, second = map(json.loads, ended.out.splitlines())
    assert second["text"] == "Snow fell."
    assert [r["time"]["value"] for r in first["events"][0]["records"]] == ["2025-03-03"]
    assert "Event 1: AID" in dateline("explain", "Kenya sent aid to Chad.").out


def test_the_command_reads_standard_input(dateline: Dateline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Kenya sent aid to Chad.\n"))
    assert "Event 1: AID" in dateline("explain").out
