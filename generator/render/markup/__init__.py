"""Convert text to safe Markdown, HTML and MathML, and render page templates."""
