"""Read text into entries, one reader per format."""
