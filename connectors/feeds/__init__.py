"""News feeds (RSS, Atom, JSON Feed) to articles."""

from connectors.feeds.lists import feed_addresses
from connectors.feeds.poll import FeedArticle, poll
from connectors.feeds.settings import FeedSettings
from connectors.feeds.state import FeedState
from connectors.feeds.web import Web

__all__ = ["FeedArticle", "FeedSettings", "FeedState", "Web", "feed_addresses", "poll"]
