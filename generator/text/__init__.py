"""Plain text, names and TeX; knows nothing of papers or files."""
