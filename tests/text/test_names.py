"""Tests of splitting names: particles, suffixes, scripts, and names that cannot be split."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.names import Name, parse

SPLIT = {
    "Ludwig van Beethoven": Name("Ludwig", "van", "Beethoven"),
    "Charles-Jean de La Vallée Poussin": Name("Charles-Jean", "de", "La Vallée Poussin"),
    "Martin Luther King Jr.": Name("Martin Luther", "", "King", "Jr."),
    "Martin Luther King, Jr.": Name("Martin Luther", "", "King", "Jr."),
    "King, Jr., Martin Luther": Name("Martin Luther", "", "King", "Jr."),
    "King, Martin Luther, Jr.": Name("Martin Luther", "", "King", "Jr."),
    "Sammy Davis III": Name("Sammy", "", "Davis", "III"),
    "Jean-Pierre Serre": Name("Jean-Pierre", "", "Serre"),
    "O'Neil, Cathy": Name("Cathy", "", "O'Neil"),
    "Cathy O'Neil": Name("Cathy", "", "O'Neil"),
    "van der Maaten, Laurens": Name("Laurens", "van der", "Maaten"),
    "J. R. R. Tolkien": Name("J. R. R.", "", "Tolkien"),
    "José Ortega y Gasset": Name("José", "", "Ortega y Gasset"),
    "Maria da Silva Santos": Name("Maria", "da", "Silva Santos"),
    "Gerard 't Hooft": Name("Gerard", "'t", "Hooft"),
    "Jean d'Alembert": Name("Jean", "", "d'Alembert"),
    "Luc Van Gool": Name("Luc", "", "Van Gool"),
    "Tim Van de Cruys": Name("Tim", "", "Van de Cruys"),
    "Toan Van Nguyen": Name("Toan Van", "", "Nguyen"),
    "Quoc V. Le": Name("Quoc V.", "", "Le"),
    "Le Hou": Name("Le", "", "Hou"),
    "bell hooks": Name("bell", "", "hooks"),
    "王小明": Name("小明", "", "王"),
    "王明": Name("明", "", "王"),
    "欧阳娜娜": Name("娜娜", "", "欧阳"),
    "김철수": Name("철수", "", "김"),
    "남궁민수": Name("민수", "", "남궁"),
    "山田 太郎": Name("太郎", "", "山田"),
    "نجيب محفوظ": Name("نجيب", "", "محفوظ"),
    "محمد بن سلمان": Name("محمد", "", "بن سلمان"),
    "Лев Толстой": Name("Лев", "", "Толстой"),
    "Ursula Le Guin": Name("Ursula", "", "Le Guin"),
    "Charles-Jean La Vallée": Name("Charles-Jean", "", "La Vallée"),
    "Maria Da Silva": Name("Maria", "", "Da Silva"),
    "Claudio Lo Cascio": Name("Claudio", "", "Lo Cascio"),
    "Simon Du Plessis": Name("Simon", "", "Du Plessis"),
    "Itai Ben Shaul": Name("Itai", "", "Ben Shaul"),
    "Carlo Dalla Chiesa": Name("Carlo", "", "Dalla Chiesa"),
    "Mario Dal Co": Name("Mario", "", "Dal Co"),
    "Ann Mc Donald": Name("Ann", "", "Mc Donald"),
    "Ian Mac Lane": Name("Ian", "", "Mac Lane"),
    "Seán Ó Riada": Name("Seán", "", "Ó Riada"),
    "Nuala Ní Dhomhnaill": Name("Nuala", "", "Ní Dhomhnaill"),
    "Hung Le Nguyen": Name("Hung Le", "", "Nguyen"),
    "John O Smith": Name("John O", "", "Smith"),
    "Xue Bin Peng": Name("Xue Bin", "", "Peng"),
    "Jun San Kim": Name("Jun San", "", "Kim"),
    "Salman bin Abdulaziz": Name("Salman", "bin", "Abdulaziz"),
    "Abd al-Rahman ibn Khaldun": Name("Abd al-Rahman", "ibn", "Khaldun"),
    "E.P. e Silva": Name("E.P.", "", "e Silva"),
    "Ana P. e Silva": Name("Ana P.", "", "e Silva"),
    "Ana Costa e Silva": Name("Ana", "", "Costa e Silva"),
    "Ada Lovelace 3rd": Name("Ada", "", "Lovelace", "3rd"),
    "Hai (Helen) Li": Name("Hai (Helen)", "", "Li"),
    "Anh “Totti” Nguyen": Name("Anh “Totti”", "", "Nguyen"),
    'Anh "Big T" Nguyen': Name('Anh "Big T"', "", "Nguyen"),
    "Wang (王小明) Xiao": Name("Wang (王小明)", "", "Xiao"),
}
UNSPLIT = (
    "Plato", "Jr.", "山田太郎", "ジョン スミス", "やまだ", "列夫·托尔斯泰",
    "The ATLAS Collaboration", "Gemini Team", "King, Jr.", "Jr., Jr.",
    "Smith, John, Paul, George", "王",
    "Ada 王", "Simon and Garfunkel", "Gemini Team, Google", "Google Research, Brain Team",
    "Allen Institute for AI", "Nomic Labs", "BigScience Workshop", "Human Genome Project",
    "Sony Corporation", "Acme Inc.", "Acme, Inc.", "Department of Physics", "Ministry of Health",
    "European Space Agency", "LIGO Collaboration Authors", "Bosch GmbH", "Open Research Network",
)  # fmt: skip


@pytest.mark.parametrize(("name", "parts"), SPLIT.items())
def test_a_name_is_split_into_its_parts(name: str, parts: Name) -> None:
    assert parse(name) == parts
    assert not parts.is_unsplit


@pytest.mark.parametrize("name", UNSPLIT)
def test_an_ambiguous_name_is_not_split(name: str) -> None:
    assert parse(name) == Name(family=name)
    assert parse(name).is_unsplit


@pytest.mark.parametrize("name", [*SPLIT, *UNSPLIT])
def test_a_name_is_written_in_the_order_of_its_script(name: str) -> None:
    assert "," in name or parse(name).text == name


@pytest.mark.parametrize(
    ("name", "family", "parts"),
    [
        ("Gabriel García Márquez", "García Márquez", Name("Gabriel", "", "García Márquez")),
        ("García Márquez, Gabriel", "García Márquez", Name("Gabriel", "", "García Márquez")),
        ("Kim Chul-su", "Kim", Name("Chul-su", "", "Kim")),
        ("山田太郎", "山田", Name("太郎", "", "山田")),
        ("Vincent van Gogh", "van Gogh", Name("Vincent", "van", "Gogh")),
        ("Anna de la Cruz Gil", "Cruz Gil", Name("Anna", "de la", "Cruz Gil")),
        ("Juan Ruiz Gil Jr.", "Ruiz Gil", Name("Juan", "", "Ruiz Gil", "Jr.")),
        ("G. García", "García Márquez", Name("G.", "", "García")),
    ],
)
def test_a_known_family_name_applies_if_the_name_contains_it(
    name: str, family: str, parts: Name
) -> None:
    assert parse(name, family) == parts


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ada Lovelace *", Name("Ada", "", "Lovelace")),
        ("Ada Lovelace ¹ , ²", Name("Ada", "", "Lovelace")),
        ("Wei Wang 0001", Name("Wei", "", "Wang")),
        ("Wang, Wei 0001", Name("Wei", "", "Wang")),
        ("Wang 0001, Wei", Name("Wei", "", "Wang")),
        ("王小明 *", Name("小明", "", "王")),
        ("Plato †", Name("", "", "Plato")),
        ("Tali Dekel (Basha)", Name("Tali (Basha)", "", "Dekel")),
        ("Tali Dekel Jr. (Basha)", Name("Tali (Basha)", "", "Dekel", "Jr.")),
        ("Dekel (Basha), Tali", Name("Tali (Basha)", "", "Dekel")),
        ("Xiaoming Wang (王小明)", Name("Xiaoming (王小明)", "", "Wang")),
        ("Ada Lovelace (University of Tests)", Name("Ada (University of Tests)", "", "Lovelace")),
    ],
)
def test_footnote_marks_and_nicknames_are_not_family_names(name: str, parts: Name) -> None:
    assert parse(name) == parts
    assert parse(parts.text) == parts


def test_a_nickname_is_not_part_of_a_known_family_name() -> None:
    known = parse("Gabriel García Márquez (Gabo) *", "García Márquez")
    assert known == Name("Gabriel (Gabo)", "", "García Márquez")
    assert known.surname == "García Márquez"
    assert parse("Luc van den Berg").surname == "van den Berg"


@given(st.text(min_size=1))
def test_any_name_keeps_its_letters_and_parses_back(name: str) -> None:
    parts = parse(name)
    assert sorted(filter(str.isalpha, parts.text)) == sorted(filter(str.isalpha, name))
    if "," not in parts.text:
        assert parse(parts.text) == parts


@given(st.lists(st.sampled_from(["van", "Van", "y", "Jr.", "Le", "de", "Ada", "e", "王", "小明"])))
def test_a_name_keeps_all_its_words_in_order(words: list[str]) -> None:
    assert parse(" ".join(words)).text.replace(" ", "") == "".join(words)


@pytest.mark.parametrize("name", ["A,0", "A, 0", "A , 0", ",A,0", "A,,0", "A, 0,"])
def test_a_number_after_a_comma_is_a_given_name(name: str) -> None:
    assert parse(name) == Name(given="0", family="A")
