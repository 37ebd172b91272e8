"""Read ``papers/``, ``taxonomy.yml`` and ``authors.yml`` into a checked site."""
