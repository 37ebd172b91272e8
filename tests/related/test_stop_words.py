"""The stop words of related papers."""

from generator.related import stop_words


def test_stop_words_are_not_specific_to_a_field() -> None:
    assert {
        "thereby",
        "underscoring",
        "efforts",
        "studies",
        "using",
        "easily",
    } <= stop_words.STOP_WORDS
    fields = {"graph", "contrastive", "comprehension", "object", "face", "reasoning", "gene"}
    assert stop_words.STOP_WORDS.isdisjoint(fields)
