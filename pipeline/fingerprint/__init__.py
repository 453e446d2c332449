"""Fingerprint: what an article's copies and its story are found by."""
