"""Turn a site into artifacts: pages, indexes, citations, the search index and metadata."""
