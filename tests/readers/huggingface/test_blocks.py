"""Tests of splitting a capture into blocks: bullets, brackets and asterisks."""

import pytest

from generator.readers.huggingface import linked_text

PAGE = "https://huggingface.co/papers/2402.0719"
SENTENCE = "We test what others built before we build on it, as ever, and it helps us."


@pytest.mark.parametrize(
    ("text", "abstract"),
    [
        (r"We like a_b and **S**tars by Cram\'er in $\{0, 1\}$.", None),
        (r"We like a\_b and **S**tars by Cramér \[1\].", "We like a_b and Stars by Cramér [1]."),
        (r"We like a\_b and \*\*S\*\*tars all day.", "We like a_b and **S**tars all day."),
    ],
)
def test_unescaped_asterisks_are_text_unless_the_capture_escapes(
    text: str, abstract: str | None
) -> None:
    page = f"### [**On Tests**](https://huggingface.co/papers/2402.07197)\n\n{text}"
    [entry] = linked_text.read(page).entries
    assert (entry.fields["title"], entry.abstract) == ("On Tests", abstract or text)


@pytest.mark.parametrize("mark", ["- ", "1. ", "* "])
def test_an_abstract_keeps_its_bullets(mark: str) -> None:
    points = f"{mark}{SENTENCE}\n{mark}{SENTENCE}"
    text = f"### [On Tests]({PAGE}7)\n\n{SENTENCE}\n\n{points}\n\n- 3 authors\n"
    [entry] = linked_text.read(text).entries
    assert entry.abstract == f"{SENTENCE}\n\n{mark}{SENTENCE} {mark}{SENTENCE}"


def test_a_bullet_before_every_abstract_is_removed() -> None:
    text = "".join(
        f"### [On Tests {number}]({PAGE}{number})\n\n- {SENTENCE}\n\n- 3 authors\n\n"
        for number in range(4)
    )
    assert [entry.abstract for entry in linked_text.read(text).entries] == [SENTENCE] * 4


@pytest.mark.parametrize(
    "abstract",
    [
        f"{SENTENCE}\n\n[0, 1) is what we take, and we go on and on with it.",
        f"[MASK) is what we take.\n\n{SENTENCE}",
        f"{SENTENCE}\n\n(0, 1] is what we take, and we go on and on with it.",
        f"{SENTENCE} It is in [0, 1",
        f"{SENTENCE} It is in 0, 1]",
    ],
)
def test_a_linked_abstract_may_contain_unclosed_brackets(abstract: str) -> None:
    text = f"### [On Tests]({PAGE}7)\n\n[{abstract}]({PAGE}7)\n\n- 3 authors\n\n"
    [entry] = linked_text.read(text * 2).entries
    assert entry.abstract == abstract
