"""Words, names and TeX. Knows nothing about papers or files."""
