"""An article as decoded to an article as every later step reads it. Pure: no Beam, no clock, no network."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from pipeline.clean.boilerplate import removed, without_boilerplate
from pipeline.clean.characters import normalised, one_line, paragraphs, without_data
from pipeline.clean.language import detected, iso_code
from pipeline.clean.page import read_page
from pipeline.enrich.times.dateline import dateline_day
from pipeline.errors import BadRecordError, Reason
from pipeline.records import Article, Outcome


@dataclass(frozen=True, slots=True)
class CleanSettings:
    """What to accept.

    `languages`: ISO 639-1 codes of the languages that are extracted from; the first is taken for an article
    too short to tell. `max_text_chars` and `max_html_chars`: what is longer is a bad record. `as_is`: the
    text of a record stays as it is to the character, and no language is refused.
    """

    languages: tuple[str, ...] = ("en",)
    max_text_chars: int = 200_000
    max_html_chars: int = 3_000_000
    as_is: bool = False


def clean(article: Article, settings: CleanSettings) -> tuple[Article, Outcome | None]:
    """`article` with text and language and without html, and the outcome that cleaning settles, if any.

    The text is one paragraph a line. A publication date that neither the record nor its page has is the day in the
    text's dateline, if that tells the year. Outcomes: EMPTY if there is no word in it, UNSUPPORTED_LANGUAGE. Raises
    BadRecordError (TOO_LARGE) for text or html beyond the settings' limits.
    """
    as_is = settings.as_is and _has_text(article)
    article = _with_text(article, settings)
    text = article.text or ""
    if len(text) > settings.max_text_chars:
        raise BadRecordError(
            Reason.TOO_LARGE, f"text of {len(text)} characters, more than {settings.max_text_chars}"
        )
    if not as_is:
        title = one_line(normalised(article.title or "")) or None
        article = replace(article, title=title, text=_cleaned(text, title))
    return _judged(replace(article, published_at=article.published_at or _dated(text)), settings)


def _dated(text: str) -> datetime | None:
    """The first moment of the day in the dateline of `text`, in UTC as for any day without a zone."""
    day = dateline_day(text)
    return datetime.combine(day, time(), UTC) if day else None


def _has_text(article: Article) -> bool:
    return bool(article.text and not article.text.isspace())


def _with_text(article: Article, settings: CleanSettings) -> Article:
    """`article` with what its page has and the record lacks, and without the page."""
    html = article.html
    if html is None or _has_text(article):
        return replace(article, html=None)
    if len(html) > settings.max_html_chars:
        raise BadRecordError(
            Reason.TOO_LARGE, f"html of {len(html)} characters, more than {settings.max_html_chars}"
        )
    page = read_page(html)
    return replace(
        article,
        html=None,
        text=page.text,
        title=article.title or page.title,
        published_at=article.published_at or page.published_at,
    )


def removed_lines(text: str, title: str | None = None) -> list[tuple[str, str]]:
    """The lines that cleaning takes off a text, in order, each with what it is taken for."""
    return removed(_lines(text), title)


def _cleaned(text: str, title: str | None) -> str:
    return "\n".join(without_boilerplate(_lines(text), title))


def _lines(text: str) -> list[str]:
    return paragraphs(without_data(normalised(text)))


def _judged(article: Article, settings: CleanSettings) -> tuple[Article, Outcome | None]:
    text = article.text or ""
    told, supported = iso_code(article.language), settings.languages
    if not any(c.isalnum() for c in text):
        return replace(article, text=text, language=told), Outcome.EMPTY
    language = detected(f"{article.title or ''} {text}", told, supported[0])
    article = replace(article, text=text, language=language)
    if settings.as_is or language in supported:
        return article, None
    return article, Outcome.UNSUPPORTED_LANGUAGE
