"""A web page, or a piece of one, in any encoding."""

from connectors.charsets import page_text
from pipeline.errors import BadRecordError, Reason
from pipeline.records import Article, Item
from tests.fuzz.properties import check_clean, check_refusal, in_time, source_record


def check(data: bytes) -> None:
    """A page gives a clean article or is too large for its elements, and none is unreadable but what is no text."""
    with in_time():
        html = page_text(data, None)
        if html is None:
            return
        try:
            check_clean(Item(source_record(data), Article("a", html=html)))
        except BadRecordError as error:
            check_refusal(error, Reason.TOO_LARGE)
