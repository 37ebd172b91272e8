"""The search page and the sharded search index."""
