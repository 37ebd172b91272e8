"""Which papers are near which, and by which words: the term statistics of the search, compared."""
