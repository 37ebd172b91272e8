"""Captures with links, and what was read from them."""

from generator.readers.reading import Reading

PAPER = (
    "### [On Tests](https://huggingface.co/papers/2502.20581)\n\nWe test all that others do.\n\n"
)


def papers(reading: Reading) -> list[tuple[str, str, str]]:
    return [
        (str(entry.fields.get("arxiv", "")), str(entry.fields["title"]), entry.abstract)
        for entry in reading.entries
    ]
