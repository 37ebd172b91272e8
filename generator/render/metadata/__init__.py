"""Metadata for machines: the page's head, JSON-LD and COinS."""
