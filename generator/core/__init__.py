"""The project's vocabulary: records, settings, addresses, identifiers and errors."""
