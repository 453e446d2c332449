"""Identifiers: each is a hash of what it names, so the same input gives the same ids everywhere."""

import xxhash


def hashed(kind: str, *parts: str) -> str:
    """An identifier of `kind` (a short prefix) for `parts`: ``kind-`` and 32 hexadecimal digits of XXH3-128."""
    digest = xxhash.xxh3_128()
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "little"))
        digest.update(encoded)
    return f"{kind}-{digest.hexdigest()}"
