"""Papers of the loopback services to add, and the entry that one of them gives."""

from tests.support.services import PAPERS, find_paper

TESTS = find_paper("On the Use of Tests")
MAPS = find_paper("Learning to Fold Maps")
STRINGS = find_paper("hep-th/9901042")
DOORBELLS = find_paper("The Grammar of Doorbells")
LANTERNS, KEYS = PAPERS[:2]

SERVICES = {
    "arxiv": "arXiv",
    "huggingface": "Hugging Face",
    "crossref": "Crossref",
    "openalex": "OpenAlex",
}
"""The names of the services in messages."""

ENTRY = f"""\
---
title: On the Use of Tests
date: 2025-03-12
authors: [Ngô Thí Dụ, Aylin Örnek, Per Prøve, J. Doe Jr.]
arxiv: '2503.08297'
doi: 10.5555/3589334.3645682
published: 2025-03-07
updated: 2025-06-03
venue: Proceedings of the Example Conference 2025, pages 1-12
type: conference
categories: [cs.CL, cs.AI]
tags: [testing, methods]
upvotes: 24
submitted_by: ada-example
organization: Example Labs
provenance:
  arxiv 2025-03-12: title=bfbb arxiv=8d22 doi=750c published=a0d2 updated=86f9 venue=fb8c \
authors=5551 categories=111d abstract=ec59
  huggingface 2025-03-12: upvotes=b334 submitted_by=7af7 organization=faa2
  crossref 2025-03-12: type=8c5a
---
{TESTS.abstract}
"""
"""The file of the paper ``TESTS`` after it was added."""
