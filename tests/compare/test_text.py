"""Words, sentences and languages."""

import pytest

from kg.compare.period import Period, compare_periods, read_period
from kg.compare.text import cosine, language, plain, sentences, stems, weigh


def test_stems_leave_out_function_words_and_what_every_proposal_says():
    assert stems("The project protects cities and protecting them") == [
        "protect",
        "citi",
        "protect",
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The cities of the region", "en"),
        ("Les villes de la région", "fr"),
        ("Die Städte und der Raum", "de"),
        ("Le città della regione e gli spazi", "it"),
        ("Las ciudades de los vecinos", "es"),
    ],
)
def test_the_language_is_told_by_its_function_words(text, code):
    assert language(text) == code


def test_elided_words_are_set_apart():
    assert plain("L'espace d’été") == "espace ete"


def test_sentences_are_split_at_their_ends_and_scraps_left_out():
    text = "Title\n\nWe protect squares in Nice. It costs 1.5 million euros! Yes."
    assert sentences(text) == ["We protect squares in Nice.", "It costs 1.5 million euros!"]


def test_a_vector_is_as_near_itself_as_can_be_and_a_short_text_less():
    known = {"a": 1, "b": 2}
    whole = weigh({"a": 1, "b": 1}, known, 10)
    short = weigh({"a": 1}, known, 10, least=100)
    assert (round(cosine(whole, whole), 9), cosine(whole, short) < 0.1) == (1.0, True)


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        (
            ("2019", "2020-06"),
            ("2020-01-01", "2021-12-31"),
            (6, "6 months in common: 2020-01 to 2020-06"),
        ),
        (
            ("2022", ""),
            ("2019-01-01", "2020-12-31"),
            (0, "theirs ended 12 months before yours begins"),
        ),
        (("2019", "2020"), ("2020-06-01", ""), (None, "one of the two states no start or no end")),
    ],
)
def test_periods_are_compared_in_months(mine, theirs, expected):
    assert compare_periods(read_period(*mine), Period(*theirs)) == expected


def test_a_term_that_no_text_has_can_count_less():
    whole = weigh({"known": 1, "unknown": 1}, {"known": 1}, 10)
    half = weigh({"known": 1, "unknown": 1}, {"known": 1}, 10, unknown=0.5)
    assert half["unknown"] / half["known"] == pytest.approx(whole["unknown"] / whole["known"] / 2)
    assert sum(value * value for value in half.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L'espace d'un mayor's R&D plan_b, 24/7!", "espace un mayors r and d plan b 24 7"),
        ("Straße & Café\tüber–all", "strasse and cafe uber all"),
        ("", ""),
    ],
)
def test_plain_text_is_words_without_case_accents_and_marks(text, words):
    assert plain(text) == words
