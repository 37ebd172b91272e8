"""paper-digest: captures of paper lists to a static website."""
