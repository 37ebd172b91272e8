"""Digests of bytes and of values."""

import hashlib


def digest(content: bytes) -> str:
    """Return what tells a content from all others."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def fingerprint(value: object) -> str:
    """Return a digest of a value by what it is written as: texts, numbers, dates, tuples."""
    return hashlib.blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
