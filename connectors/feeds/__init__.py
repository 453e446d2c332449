"""Feeds: RSS, Atom and JSON feeds to articles."""
