"""Decode: bytes and headers to an Article."""
