"""Parse citation files and saved pages into entries, with one reader per format."""
