"""``docs/`` to ``site/``: runs a site builder, as little of it as is needed, and shows the site."""
