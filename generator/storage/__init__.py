"""Disk and processes: atomic files, cache, lock, digests and parallel work."""
