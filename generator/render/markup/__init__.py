"""Text to safe Markdown, HTML and MathML."""
