"""Parse text in citation and page formats into entries, with one reader per format."""
