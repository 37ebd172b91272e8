"""TeX in titles and abstracts: what of a text is mathematics, styled or a letter, and plain text.

Texts come from many hands, with TeX in some of them, and dollars, paths and braces in others. Only
what is clearly TeX is read as such; all other characters stand as they are. Nothing is executed
or defined, and the time is that of one walk over the text.
"""

from generator.text.tex.nodes import Begin, End, Math, Text
from generator.text.tex.parser import parse, plain

__all__ = ["Begin", "End", "Math", "Text", "parse", "plain"]
