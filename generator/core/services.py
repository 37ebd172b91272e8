"""Names and addresses of the services that paper-digest asks about papers."""

SERVICE_URLS = {
    "arxiv": "https://export.arxiv.org",
    "huggingface": "https://huggingface.co",
    "crossref": "https://api.crossref.org",
    "openalex": "https://api.openalex.org",
}
"""Who is asked about papers, and where."""


SERVICE_NAMES = {
    "arxiv": "arXiv",
    "huggingface": "Hugging Face",
    "crossref": "Crossref",
    "openalex": "OpenAlex",
}
"""The services, as people call them."""


OFF = "off"
