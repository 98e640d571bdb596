from pathlib import Path

import pytest
from specimens import TINY, indexed

from index.bodies import bodies, initialled
from rag.understand import understand


@pytest.mark.parametrize(
    ("name", "acronym", "full"),
    [
        ("Harbour Archive", "HAR", None),
        ("In May the Net Menders Union", "NMU", "Net Menders Union"),
        ("Bureau for Nets of the North", "BNN", "Bureau for Nets of the North"),
        ("Office of Fishing Rights", "FR", "Office of Fishing Rights"),
        ("Union of Cooks", "XY", None),
    ],
)
def test_a_name_fits_its_acronym(name: str, acronym: str, full: str | None) -> None:
    assert initialled(name, acronym) == full


@pytest.mark.parametrize(
    "text",
    [
        "The Net Menders Union (NMU) counts us.",
        "‘Net Menders Union (NMU)’",
        "'Net Menders Union (NMU)'",
        "_Net Menders Union (NMU)_",
        "the pro-Net Menders Union (NMU)",
        "It speakswith theNet Menders Union (NMU)",
        "A" * 20_000 + " and the Net Menders Union (NMU)",
        "A-" * 10_000 + " and the Net Menders Union (NMU)",
    ],
)
def test_a_name_is_found_wherever_it_begins(text: str) -> None:
    assert [(body.name, body.acronym) for body in bodies(text)] == [("Net Menders Union", "NMU")]


@pytest.mark.parametrize("run", ["A" * 20_000, "A-" * 10_000, "A’" * 10_000, "A_" * 10_000])
def test_one_unbroken_run_of_capitals_names_nobody(run: str) -> None:
    assert list(bodies(run)) == []


def test_an_acronym_that_the_archive_explains_is_looked_up_by_its_name(tmp_path: Path) -> None:
    text = TINY.replace("Nobody counts the fishers,", "The Net Menders Union (NMU) counts us,")
    archive = indexed(tmp_path, text)
    assert [body.name for body in archive.bodies(["NMU"])] == ["Net Menders Union"]
    asked = understand("What does the NMU count?", archive)
    assert asked.search == "Net Menders Union. What does the NMU count?"
    assert "NMU is the Net Menders Union." in asked.because
    assert understand("What does it count?", archive).search == "What does it count?"
