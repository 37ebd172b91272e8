"""Stop words of related papers: common words of English prose and of academic writing."""

from collections.abc import Iterator

_PROSE = """
above additional against along although always amount another appear appropriate arbitrary arise
around array available aware based become before being besides best better between beyond both
bring broad build call careful carry case certain choice choose clear come common complete concern
consider considerable contain conventional count crucial current desired despite different
difficult direct diverse done due during each easy effort end enough ensure entire especially
essential etc even exact exist explicit extreme fail far few final fine first five follow form
forward four frequent full further furthermore gap garner general give given good great grow guide
handle hard held help hence here high higher hold huge important include increasingly inherent
initial instead issue itself keep key kind known lack large larger largescale last latest latter
lead less little long look low lower made main major make manner many massive mean million more
moreover much multiple namely near necessary need nevertheless new next notion novel now number
numerous occur one open opensource order otherwise out over overall part particular past per place
play possible potential powerful present previous primary proper provide pure quick range rapid
real realworld reasonable recent regard relate relative release relevant remain remarkable remove
respective rich run same second seen self semi serve set several short significant similar simple
simultaneous single six small smaller special specific start still strong struggle subsequent
substantial such sufficient suitable surprising tackle take tend termed thereby therefore those
though three through thus time together toward traditional true turn two typical under underscore
unlike up upon use useful usual utilize variety various vary very via way well whether whole whose
wide within without year
"""

_ACADEMIC = """
ability achieve address advance advantage aim allow analyse analyze apply approach aspect assess
attempt baseline benefit breakthrough capable challenge comparable compare comprehensive conduct
confirm consist consistent construct contrast contribution create define demonstrate describe
design detail develop discuss effective efficient eliminate emerge empirical employ enable
encourage enhance establish evaluate examine example exhibit experiment experimental explain
explore extend extensive facilitate find findings focus framework github highlight hypothesis
identify illustrate impact improve improvement incorporate increase indicate insight inspire
introduce investigate involve leverage limitation maintain method methodology mitigate motivate
obtain offer outperform overcome paper perform performance perspective pipeline pose problem
procedure produce progress promise propose prove purpose quantify reduce report require
requirement research result reveal role scenario setting setup show solution solve strategy study
suggest superior support technique theoretical trade tradeoff validate verify work
"""


def _inflected(word: str) -> Iterator[str]:
    """Yield a word with its regular endings; some results are not words, which does no harm."""
    short = word.removesuffix("e")
    yield from (word, f"{word}s", f"{word}es", f"{word}ly")
    yield from (f"{short}y", f"{short}ed", f"{short}ing")
    if word.endswith("y"):
        yield from (f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word[:-1]}ily")


STOP_WORDS = frozenset(form for word in (_PROSE + _ACADEMIC).split() for form in _inflected(word))
"""The words with their endings, in lower case without accents."""
