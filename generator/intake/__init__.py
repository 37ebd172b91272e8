"""Bring papers into ``papers/`` and keep them up to date: import, add, enrich and refresh."""
