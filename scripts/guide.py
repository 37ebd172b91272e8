"""Write the generated sections of the guide's pages; run by ``make guide``.

A section starts with ``<!-- generated: NAME -->`` and ends with ``<!-- end -->``. All other text of
these pages is written by hand.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import architecture
import reference

GUIDE = Path(__file__).parent.parent / "docs" / "guide"
_SECTIONS: Mapping[str, Callable[[], str]] = {
    "commands": reference.commands,
    "settings": reference.settings,
    "targets": reference.targets,
    "packages": architecture.packages,
    "rules": architecture.rules,
}
_SECTION = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def update_sections(text: str) -> str:
    """Return a page with each generated section up to date.

    Args:
        text: The Markdown of a page.

    Returns:
        The page; without a generated section, the same text.
    """
    return _SECTION.sub(lambda match: f"{match[1]}\n{_SECTIONS[match[2]]()}\n{match[3]}", text)


def main() -> None:
    """Update every page of the guide."""
    for page in sorted(GUIDE.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        page.write_text(update_sections(text), encoding="utf-8")


if __name__ == "__main__":
    main()
