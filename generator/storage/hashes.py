"""Digests of bytes and of Python values."""

import hashlib


def digest(content: bytes) -> str:
    """Return a 128-bit digest of some bytes, in hexadecimal."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def fingerprint(value: object) -> str:
    """Return a 96-bit digest of a value's ``repr``, in hexadecimal.

    Args:
        value: A string, number, date or frozen record, or a tuple of these. The ``repr`` of a set,
            and the default ``repr`` of an object, differ between runs.
    """
    return hashlib.blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
