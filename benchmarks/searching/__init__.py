"""What the benchmark of search is made of."""
