"""Lists of papers: the front page and the indexes by date, tag and author."""
