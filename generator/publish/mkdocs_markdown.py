"""Python-Markdown for the pages that paper-digest writes."""

from typing import Any

import markdown
from mkdocs.config.defaults import MkDocsConfig

_NEVER_WRITTEN = (
    "reference",
    "image_link",
    "image_reference",
    "short_reference",
    "short_image_ref",
    "autolink",
    "automail",
    "linebreak",
    "not_strong",
    "em_strong",
    "em_strong2",
)
"""What Python-Markdown knows between words and paper-digest escapes or does not use."""


def converter(config: MkDocsConfig) -> markdown.Markdown:
    """Return a converter that does not look for what is never written: half of its work."""
    settings: Any = config
    made = markdown.Markdown(
        extensions=settings["markdown_extensions"],
        extension_configs=settings["mdx_configs"] or {},
    )
    for name in _NEVER_WRITTEN:
        if name in made.inlinePatterns:
            made.inlinePatterns.deregister(name)
    made.preprocessors.deregister("html_block")
    return made
