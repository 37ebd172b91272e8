"""Shared types and helpers: papers, settings, permalinks, identifiers, URLs, time and errors."""
