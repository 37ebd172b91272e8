"""Test parsing JSON lists item by item."""

from generator.readers import csl_json
from tests.support.readings import unplaced


def test_items_before_broken_json_are_read() -> None:
    text = '[{"type": "article", "title": "A", "abstract": "We."},\n{"type": "art'
    reading = csl_json.read(text)
    assert [entry.fields["title"] for entry in reading.entries] == ["A"]
    assert unplaced(reading) == [
        (2, "invalid JSON from here on (Unterminated string starting at)"),
    ]
    assert unplaced(csl_json.read('["a"')) == [
        (1, "not a CSL-JSON item; an item must be an object"),
        (1, "the list is not closed; end it with ]"),
    ]


def test_an_unpaired_surrogate_escape_is_replaced() -> None:
    item = '{"type": "article", "title": "A \\ud800 b", "abstract": "\\ud83d\\ude00 We."}'
    [entry] = csl_json.read(f"[{item}]").entries
    assert "�" in str(entry.fields["title"])
    assert entry.abstract == "😀 We."
    entry.abstract.encode()
