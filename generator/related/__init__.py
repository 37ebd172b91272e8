"""Find related papers, and the words that they share."""
