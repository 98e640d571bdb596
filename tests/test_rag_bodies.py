from pathlib import Path

import pytest
from specimens import TINY, indexed

from index.bodies import initialled
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


def test_an_acronym_that_the_archive_explains_is_looked_up_by_its_name(tmp_path: Path) -> None:
    text = TINY.replace("Nobody counts the fishers,", "The Net Menders Union (NMU) counts us,")
    archive = indexed(tmp_path, text)
    assert [body.name for body in archive.bodies(["NMU"])] == ["Net Menders Union"]
    asked = understand("What does the NMU count?", archive)
    assert asked.search == "Net Menders Union. What does the NMU count?"
    assert "NMU is the Net Menders Union." in asked.because
    assert understand("What does it count?", archive).search == "What does it count?"
