"""Metadata for programs: elements of the page's head, JSON-LD and COinS."""
