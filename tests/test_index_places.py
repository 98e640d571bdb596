from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.places import country_name, fold, is_country, people_of


@pytest.mark.parametrize(
    ("country", "people"),
    [
        ("Egypt", "Egyptian"),
        ("Egypt", "Egyptians"),
        ("Hong Kong", "Hong Kongers"),
        ("Hong Kong", "Hongkonger"),
        ("North Korea", "North Koreans"),
        ("Cuba", "Cubans"),
        ("Valdoria", "Valdorians"),
        ("Bangladesh", "Bangladeshis"),
        ("United Kingdom", "British"),
        ("United Kingdom", "Britons"),
        ("United States", "Americans"),
        ("Myanmar", "Burmese"),
        ("Vietnam", "Vietnamese"),
        ("Poland", "Polish"),
        ("Poland", "Poles"),
        ("Turkey", "Turkish"),
        ("Afghanistan", "Afghan"),
        ("Philippines", "Filipino"),
        ("Switzerland", "Swiss"),
        ("France", "French"),
        ("Germany", "Germans"),
        ("Nicaragua", "Nicaraguan"),
        ("Belarus", "Belarusians"),
        ("Iran", "Iranian"),
        ("Iraq", "Iraqis"),
        ("Sudan", "Sudanese"),
        ("Somalia", "Somalis"),
        ("Venezuela", "Venezuelans"),
        ("HONG KONG", "hong kongers"),
    ],
)
def test_people_of_a_country(country: str, people: str) -> None:
    assert fold(people) in people_of(country)


@pytest.mark.parametrize(
    ("country", "others"),
    [
        ("North Korea", "korean"),
        ("North Korea", "south koreans"),
        ("Cuba", "cuba"),
        ("Egypt", "cubans"),
        ("Dominica", "dominican republic"),
    ],
)
def test_who_is_somebody_else(country: str, others: str) -> None:
    assert others not in people_of(country)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("HONG KONG", "Hong Kong"),
        ("TRINIDAD AND TOBAGO", "Trinidad and Tobago"),
        ("GUINEA-BISSAU", "Guinea-Bissau"),
        ("USA", "USA"),
        ("UK", "UK"),
        ("Hong Kong", "Hong Kong"),
        ("eSwatini", "eSwatini"),
        ("  WEST   ORLUND ", "West Orlund"),
        ("საქართველო", "საქართველო"),
        ("中国", "中国"),
    ],
)
def test_how_a_country_is_shown(written: str, shown: str) -> None:
    assert country_name(written) == shown


@pytest.mark.parametrize("name", ["Egypt", "EGYPT", "Hong Kong", "north  korea"])
def test_countries_that_are_known(name: str) -> None:
    assert is_country(name)


@pytest.mark.parametrize("name", ["Valdoria", "Harbour", "", "-", "Mira Dolen"])
def test_what_is_no_country(name: str) -> None:
    assert not is_country(name)


def test_names_are_compared_without_accents_case_and_hyphens() -> None:
    assert fold("Guinea-Bissau") == fold("GUINEA  BISSAU") == "guinea bissau"
    assert fold("Türkiye") == fold("Tu\u0308rkiye") == "turkiye"


@settings(deadline=None)
@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(words: str) -> None:
    assert fold(fold(words)) == fold(words)


@settings(deadline=None)
@given(st.text("abcdefghiouyz", min_size=1, max_size=12))
def test_a_country_is_not_its_own_people(name: str) -> None:
    assert fold(name) not in people_of(name)


@pytest.mark.parametrize("name", ["-", "—", "", "’", "..."])
def test_a_name_without_letters_has_no_people(name: str) -> None:
    people_of(name)
