"""The page of a paper."""
