"""Lists of papers: the home page and the indexes by date, tag and author."""
