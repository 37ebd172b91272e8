"""Text to safe Markdown, HTML and MathML, and the templates of pages."""
