"""Files, cache, locks and processes."""
