"""Links of captured text, line by line."""

from generator.readers.huggingface.link_parser import linked_lines


def test_a_heading_ends_a_link_that_was_never_closed() -> None:
    text = "[a note\n### A heading\nwords](https://example.org/)\n"
    lines = [[(run.text, run.target) for run in line.runs] for line in linked_lines(text)]
    assert lines[:2] == [[("[a note", None)], [("### A heading", None)]]
