"""Build ``docs/`` and ``site/`` and show a live preview."""
