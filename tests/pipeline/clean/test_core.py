from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pipeline.clean.core import CleanSettings, clean
from pipeline.errors import BadRecordError, Reason
from pipeline.records import Article, Outcome

STORY = (
    "The foreign minister of Norland travelled to the capital of Sudland on Tuesday.\n"
    "She will meet the president and talk about the border, her office said."
)
GERMAN = (
    "Die Außenministerin reiste am Dienstag in die Hauptstadt, um über die Grenze und den Handel zu sprechen."
)


def cleaned(text, **fields):
    return clean(Article("a", text=text, **fields), CleanSettings())


def test_template_line_at_the_end_goes_and_no_other():
    article, outcome = cleaned(STORY + "\nComment Template")
    assert (article.text, outcome, article.language) == (STORY, None, "en")


def test_boilerplate_goes_off_both_ends_only():
    text = (
        f"By Ana Silva\nPublished: 3 March 2021 10:15 GMT\n{STORY}\nShare this article\n© 2021 Example Media"
    )
    assert cleaned(text)[0].text == STORY


def test_sentences_that_only_look_like_boilerplate_stay():
    lines = [
        "By Monday, the rebels had taken the town.",
        "Getty Images allows the use of a million photos.",
        "Read the treaty closely, the minister said, and you will see.",
        "Copyright infringement: studios sue a file-sharing site.",
        "Follow the money, the prosecutor told the court.",
    ]
    for line in lines:
        assert cleaned(f"{line}\n{STORY}\n{line}")[0].text == f"{line}\n{STORY}\n{line}"


def test_dateline_stays():
    assert cleaned("OSLO (Example Agency) - " + STORY)[0].text.startswith("OSLO (Example Agency) - The")


def test_title_repeated_in_the_text_goes_but_not_if_it_is_all():
    title = "Minister of Norland in Sudland"
    assert cleaned(f"{title.upper()}\n{STORY}", title=title)[0].text == STORY
    assert cleaned(title, title=title)[0].text == title


def test_as_is_keeps_every_character():
    text = "  “Quoted”\u200f – text\r\n\n" + GERMAN + "\nComment Template "
    article, outcome = clean(Article("a", text=text), CleanSettings(as_is=True))
    assert (article.text, outcome, article.language) == (text, None, "de")


@pytest.mark.parametrize("text", ["", " \n\t", "\0\0", "\u200b\u200f", "...", "Comment Template"])
def test_nothing_left_is_empty(text):
    assert cleaned(text)[1] is Outcome.EMPTY


def test_other_language_is_settled_and_keeps_its_text():
    article, outcome = cleaned(GERMAN)
    assert (article.text, article.language, outcome) == (GERMAN, "de", Outcome.UNSUPPORTED_LANGUAGE)


def test_upper_case_english_is_english():
    assert cleaned(STORY.upper())[0].language == "en"


def test_short_text_takes_the_language_of_the_record_or_the_default():
    assert cleaned("Paris, Lyon, Nice", language="fr-FR")[0].language == "fr"
    assert cleaned("Paris, Lyon, Nice")[0].language == "en"


def test_text_over_the_limit_is_too_large():
    with pytest.raises(BadRecordError) as caught:
        clean(Article("a", text="a " * 600), CleanSettings(max_text_chars=1000))
    assert caught.value.reason is Reason.TOO_LARGE


def test_million_character_word_is_too_large_and_embedded_data_goes():
    with pytest.raises(BadRecordError):
        cleaned("a" * 1_000_000)
    assert cleaned(f"{STORY}\n{'QUJD' * 2000}")[0].text == STORY


def test_page_gives_text_and_what_the_record_lacks():
    paragraphs = "".join(
        f"<p>{line} It was paragraph {n}.</p>" for n, line in enumerate(STORY.split("\n") * 3)
    )
    html = (
        '<html><head><title>Talks on the border</title><meta property="article:published_time" '
        f'content="2021-03-02T10:00:00Z"></head><body><nav><a href="/">Home</a></nav><article>{paragraphs}'
        "<p>Read more: Talks fail</p></article><footer>Privacy policy</footer></body></html>"
    )
    article, _ = clean(Article("a", html=html), CleanSettings())
    assert article.html is None
    assert article.title == "Talks on the border"
    assert article.published_at == datetime(2021, 3, 2, tzinfo=UTC)
    assert article.text is not None
    assert article.text.startswith("The foreign minister")
    assert len(article.text.split("\n")) == 6
    own = Article("a", html=html, title="Mine", published_at=datetime(2020, 1, 1, tzinfo=UTC))
    kept, _ = clean(own, CleanSettings())
    assert (kept.title, kept.published_at) == ("Mine", own.published_at)


def test_cleaning_is_idempotent():
    once, _ = cleaned(f"By Ana Silva\n“{STORY}” –  done…\nComment Template")
    again, _ = clean(once, CleanSettings())
    assert again == replace(once)


@pytest.mark.parametrize("as_is", [False, True])
def test_text_without_a_publication_date_is_dated_by_its_dateline(as_is):
    article = Article("a", text="OSLO, 3 March 2021 (Example Agency) - " + STORY)
    known = replace(article, published_at=datetime(2021, 3, 5, 12, tzinfo=UTC))
    settings = CleanSettings(as_is=as_is)
    assert clean(article, settings)[0].published_at == datetime(2021, 3, 3, tzinfo=UTC)
    assert clean(known, settings)[0].published_at == known.published_at


def test_as_is_cleans_a_page():
    paragraphs = "".join(f"<p>{line} On day {n} they met again.</p>" for n, line in enumerate([STORY] * 4))
    page = f"<html><body><article><p>By Ana Silva</p>{paragraphs}<p>Share this article</p></article></body></html>"
    article, _ = clean(Article("a", html=page), CleanSettings(as_is=True))
    assert article.text.startswith("The foreign minister")
    assert article.text.endswith("they met again.")
