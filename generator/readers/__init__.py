"""One reader a format: text to entries. Readers open nothing and know nothing of each other."""
