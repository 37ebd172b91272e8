"""What readers of one list's captures share: its pages' words, links, cards and JSON."""
