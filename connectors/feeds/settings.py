"""What may be set for reading feeds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """`full_text` fetches an entry's page where the feed holds less than `full_text_chars` characters of it.

    The other fields are limits: of a feed's and a page's size, also unpacked; of the time that an answer may
    take; of redirects; of the time between two requests to a host; and of how long, and for how many entries
    of a feed, it is remembered that they were seen. `user_agent` starts with the name that robots.txt knows us
    by, up to a slash. With `allow_private`, hosts may have addresses that are not public.
    """

    full_text: bool = False
    allow_private: bool = False
    user_agent: str = "Dateline/0.1 (news feed reader)"
    full_text_chars: int = 1_000
    max_feed_bytes: int = 10_000_000
    max_page_bytes: int = 5_000_000
    answer_seconds: float = 20.0
    max_redirects: int = 5
    host_delay_seconds: float = 1.0
    seen_days: float = 90.0
    seen_per_feed: int = 5_000
