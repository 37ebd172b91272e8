"""Tests of telling titles from prose."""

from generator.readers.huggingface import plain_text


def test_a_paragraph_of_several_sentences_is_not_a_title() -> None:
    first = "We try what others built. " * 12
    second = (
        "The trials of the second part take another form, as what is tried there is old. "
        "What is old is tried once more, for all of it was tried in great haste the last time. "
        "And it holds!"
    )
    third = "Of the third part we say what it costs, and to whom, and when. " * 5
    reading = plain_text.read(
        f"Mar 11\n\nOn the Use of Tests\n\n{first}\n\n{second}\n\n{third}\n", "c.txt"
    )
    assert [entry.fields["title"] for entry in reading.entries] == ["On the Use of Tests"]
    assert reading.entries[0].abstract.count("\n\n") == 2
