"""Names and base URLs of the services that provide data about papers."""

SERVICE_URLS = {
    "arxiv": "https://export.arxiv.org",
    "huggingface": "https://huggingface.co",
    "crossref": "https://api.crossref.org",
    "openalex": "https://api.openalex.org",
}
"""The default base URL of each service."""

SERVICE_NAMES = {
    "arxiv": "arXiv",
    "huggingface": "Hugging Face",
    "crossref": "Crossref",
    "openalex": "OpenAlex",
}
"""The name of each service, as shown to users."""

OFF = "off"
"""The value of a service's setting that disables it."""
