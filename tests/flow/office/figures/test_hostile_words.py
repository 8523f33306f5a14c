"""Words as they come along with what is copied from pages, or as nobody would write them: cleaned, or refused in a sentence."""

from datetime import date

import pytest

from forms.office.issuing import Wording, issue
from forms.office.office import keep_contact
from models.basics.errors import AppError
from models.basics.period import parse_time
from models.planning.renaming import rename_unit
from models.workspace.office_workspace import CONTACT, OfficeWorkspace
from tests.flow.office.figures.test_office_figures import UNIT, filed
from tests.flow.test_cases import Q3, forest
from tests.flow.town import Town, said_by
from tests.pdf_text import pdf_text

HIDDEN = "\u202e\x07"
AT = parse_time("2020-10-22T09:00")


def test_a_control_sign_in_the_number_of_a_document_ends_nothing(town: Town) -> None:
    """It was an error of ours, exit 4: a .docx can have none."""
    filed(town, UNIT, Q3, "2020-10-13T10:00", forest("6"))
    with OfficeWorkspace.open(town.office) as office:
        wording = Wording(document=f"某办{HIDDEN}发〔2020〕7号", copies=f"各{HIDDEN}县区")
        issued = issue(office, Q3, town.out / "issued", at=AT, by="甲", wording=wording)
        (paper,) = [one for one in issued.files if one.name.startswith("通报") and one.suffix == ".pdf"]
        assert "某办发〔2020〕7号" in pdf_text(paper)
        with pytest.raises(AppError, match="document_long"):
            issue(office, Q3, town.out / "long", at=AT, by="甲", wording=Wording(document="文" * 61))
        keep_contact(office, f"市办{HIDDEN} 0915-3210000", "甲")
        assert office.store.get_value(CONTACT) == "市办 0915-3210000"
        with pytest.raises(AppError, match="line_long"):
            keep_contact(office, "电" * 101, "甲")
        with pytest.raises(AppError, match="name_long"):
            rename_unit(office, UNIT, "县" * 61, date(2020, 10, 9), by="甲", document="民函〔2020〕9号")


def test_what_is_asked_for_wrongly_is_named_as_it_was_asked(town: Town) -> None:
    """第 1 号 was said of number 0; nobody was said to have no such key; nobody was asked, by nothing."""

    def refused(*words: str, expect: int = 1) -> str:
        return str(town.call("office", *words, "--data", town.office, expect=expect)["error"]["message"])

    assert "没有印发过第 0 号" in refused("issue", Q3, "--number", "0", "--out", str(town.out / "x"))
    assert "本方案没有单位“nobody”" in refused("revoke", "nobody", "--key", "AAAAAAAA", "--reason", "丢失")
    assert "--log" in refused("chase", Q3, "--log", " ", expect=2)
    assert "渠道”有 101 个字" in refused("chase", Q3, "--log", "催" * 101)
    said_by("office", "contact", f"市办{HIDDEN}", "--data", town.office)
    with OfficeWorkspace.open(town.office) as office:
        assert office.store.get_value(CONTACT) == "市办"
