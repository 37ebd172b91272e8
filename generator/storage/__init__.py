"""Disk and processes: atomic files, cache, lock, hashes and parallel work."""
