"""Pages at former addresses that redirect browsers and search engines to the current ones."""

from generator.core import permalinks
from generator.render.artifact import Artifact
from generator.render.markup import html

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title}</title>
<meta name="description" content="This page has moved to a new address.">
<link rel="canonical" href="{address}">
<meta http-equiv="refresh" content="0; url={address}">
</head>
<body><main><h1>This page has moved</h1>
<p>{introduction} <a href="{address}">{label}</a>.</p></main></body>
</html>
"""


def page(path: str, target: str, introduction: str, label: str, site_name: str) -> Artifact:
    """Return a page that redirects to another page.

    Args:
        path: The former path below ``docs/``, which ends with ``index.html``.
        target: The path of the current page; a query may follow.
        introduction: The text before the link, such as "The paper is now at".
        label: The link's label.
        site_name: The name of the site.
    """
    current, mark, query = target.partition("?")
    address = "../" * path.count("/") + permalinks.url_path(current) + mark + query
    content = _PAGE.format(
        title=html.escape(f"{label} - {site_name}"),
        address=html.escape(address),
        introduction=html.escape(introduction),
        label=html.escape(label),
    )
    return Artifact.from_bytes(path, content.encode())
