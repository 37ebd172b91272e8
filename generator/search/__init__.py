"""The lunr index: what is searched, its terms and their postings, and the files they go into."""
