"""Tests of the links that text browsers and mail programs write."""

import pytest

from generator.readers.huggingface import linked_text

LYNX_DUMP = """\
   [1]Example Hub
     * [2]Models

   by [3]AK and the research community

   Mar 11

   [4]12

  [5][Re] On Tests That Are Long Enough to Be
  Wrapped

   We test what we do, as in [3] and in [0, 1], and find
   that it helps us all.

     * [6]3 authors

   · May 2, 2024 [7]4

  [8]On Bread

   [9]We bake what we can, and say how long it has to
   stand before it rises.

   · May 3, 2024

References

   Visible links:
   1. https://huggingface.co/
   2. https://huggingface.co/models
   3. https://huggingface.co/akhaliq
   4. https://huggingface.co/login?next=%2Fpapers%2F2402.07197
   5. https://huggingface.co/papers/2402.07197
   6. https://huggingface.co/papers/2402.07197
   7. https://huggingface.co/papers/2402.07197#community
   8. https://huggingface.co/papers/2405.00001
   9. https://huggingface.co/papers/2405.00001
"""


def test_link_numbers_may_precede_the_text() -> None:
    assert linked_text.looks_like(LYNX_DUMP)
    reading = linked_text.read(LYNX_DUMP)
    tests, bread = reading.entries
    assert tests.fields == {
        "title": "[Re] On Tests That Are Long Enough to Be Wrapped",
        "arxiv": "2402.07197",
        "published": "2024-05-02",
        "upvotes": "12",
    }
    assert tests.abstract == (
        "We test what we do, as in [3] and in [0, 1], and find that it helps us all."
    )
    assert (bread.fields["title"], bread.fields["arxiv"]) == ("On Bread", "2405.00001")
    assert bread.abstract.endswith("to stand before it rises.")
    assert (tests.line("title"), bread.line("title")) == (10, 20)
    assert reading.unplaced == ()


@pytest.mark.parametrize("form", ["{} <{}>", "{} ({})", "- {} <{}>"])
def test_an_address_may_follow_the_text(form: str) -> None:
    titles = ["On Tests", "On [MASK] Bread", "Is It?"]
    text = "Daily Papers\n\n" + "\n\n".join(
        form.format(title, f"https://huggingface.co/papers/2501.0000{number}")
        + "\n\nWe test what we do <eos> and (all of us) like it."
        for number, title in enumerate(titles, start=1)
    )
    assert linked_text.looks_like(text)
    entries = linked_text.read(text).entries
    assert [entry.fields["title"] for entry in entries] == titles
    assert [entry.fields["arxiv"] for entry in entries] == [
        "2501.00001", "2501.00002", "2501.00003",
    ]  # fmt: skip
    assert {entry.abstract for entry in entries} == {
        "We test what we do <eos> and (all of us) like it."
    }
