"""Pages at addresses that others had before: they lead on, for people and for search engines."""

from generator.core import permalinks
from generator.render.artifact import Artifact
from generator.render.markup import html

_MOVED = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title}</title>
<meta name="description" content="This page is now at another address.">
<link rel="canonical" href="{address}">
<meta http-equiv="refresh" content="0; url={address}">
</head>
<body><main><h1>This page has moved</h1>
<p>{before} <a href="{address}">{name}</a>.</p></main></body>
</html>
"""


def page(path: str, target: str, before: str, name: str, site_name: str) -> Artifact:
    """Return the page at an old path.

    Args:
        path: an old place in ``docs/``, of a file ``index.html``.
        target: the path of the page that is there now, perhaps with a query.
        before: what stands before the link, such as "The paper is now at".
        name: what the link is called.
        site_name: the site's.
    """
    now, mark, query = target.partition("?")
    address = html.escape("../" * path.count("/") + permalinks.url_path(now) + mark + query)
    title = html.escape(f"{name} - {site_name}")
    said = {"address": address, "before": html.escape(before), "name": html.escape(name)}
    return Artifact.of(path, _MOVED.format(title=title, **said).encode())
