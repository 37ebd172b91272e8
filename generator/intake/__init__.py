"""Bring papers into ``papers/`` and keep them current: import, add, enrich and refresh."""
