"""Readers for every form in which people save Hugging Face's list of papers."""
