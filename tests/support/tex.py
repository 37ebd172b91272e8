"""Pieces of TeX, and hostile TeX, for tests of parsing and of pages."""

FRAGMENTS = [
    *["$", "$$", r"\(", r"\)", r"\[", r"\]", "{", "}", r"\emph{", r"{\em ", r"\texttt{", r"\$"],
    *[r"\frac", "^", "_", r"\sqrt", r"\left(", r"\right)", r"\text{", r"\begin{align}", "&"],
    *[r"\end{align}", r"\def\x{\x\x}", r"\href{javascript:a}{", r"\url{https://x.org/a_b}", "#1"],
    *[
        r"\color{red}",
        r"\eqref{a}",
        r"\label{a}",
        r"\class{a}",
        r"\unicode{60}",
        r"\"",
        r"\'{",
        "~",
    ],
    *[
        "--",
        "``",
        "''",
        "\n",
        "\n\n",
        "5",
        "n",
        "ab",
        " ",
        "<b>",
        "&lt;",
        "*",
        "`",
        "%",
        r"\\",
        "é",
    ],
    *[r"\log", r"\tilde", r"\mathcal{O}", r"\cancel", r"\mbox{", r"\sum", "[", "]", "|", "<", ">"],
]


HOSTILE = [
    *["{" * 10_000, "$" * 20_000, r"\emph{" * 5_000, r"\emph{" * 5_000 + "x" + "}" * 5_000],
    *[r"$\def\x{\x\x}\x$" * 1_000, "$" + "{" * 10_000 + "$", r"\(" * 10_000, r"\[" * 10_000],
    *["$a " * 7_000, "$" + "x" * 30_000, "\\" * 20_000, '\\"' * 10_000, "-" * 20_000, "a~" * 9_000],
    *[r"\begin{equation}" * 2_000, "``" * 9_000, "}" * 20_000, "$\n\n" * 9_000, r"{\em " * 5_000],
]
