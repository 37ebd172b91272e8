"""Find the papers nearest to each paper, and the words that they share."""
