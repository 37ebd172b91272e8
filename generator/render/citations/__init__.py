"""Citations of papers: BibTeX, RIS and CSL-JSON files, and references in APA and IEEE style."""
