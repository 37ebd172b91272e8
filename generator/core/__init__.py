"""Shared vocabulary: records, settings, permalinks, identifiers, URLs, time and errors."""
