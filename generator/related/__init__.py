"""Find the papers nearest to a paper and the words that they share."""
