"""Files and processes: atomic writes, cache, lock, hashes and parallel work."""
