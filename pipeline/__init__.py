"""Dateline: a stream of news articles in, a stream of events out."""

__version__ = "0.1.0"
