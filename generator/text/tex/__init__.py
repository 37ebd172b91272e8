"""TeX in titles and abstracts: formulas, styles and accented letters in plain text.

Some texts contain TeX; others contain dollar signs, file paths and braces that only look like it.
Only what is clearly TeX is read as TeX; all other characters are left unchanged. Commands are
never executed or defined, and a text is read in a single pass.
"""

from generator.text.tex.nodes import Begin, End, Math, Text
from generator.text.tex.parser import parse, to_plain_text

__all__ = ["Begin", "End", "Math", "Text", "parse", "to_plain_text"]
