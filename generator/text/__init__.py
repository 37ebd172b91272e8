"""Text processing: words, names and TeX. Independent of papers and files."""
