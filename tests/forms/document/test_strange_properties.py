"""What properties say that the return does not is found; what programs write by themselves is passed over."""

from forms.document.other_words import KnownWords
from forms.document.strange_properties import strange_properties
from models.basics.messages import CHINESE, say_in
from models.returns.returns import Return
from tests.forms.sample_return import county, filed, plan, sheet_of


def found(about: list[tuple[str, str]], content: Return) -> tuple[str, ...]:
    return strange_properties(about, content, plan(), lambda: KnownWords(content, plan(), ["任务进展", "报表"]))


def test_properties_of_another_period_or_with_numbers_are_found() -> None:
    content = filed(sheet_of(county()))
    period = plan().periods[content.period].name
    ours = say_in(CHINESE, "papers.document.title", 方案=plan().short_title, 期=period)
    made = [("/Title", ours), ("/Creator", "碳报"), ("/ModDate", "D:20200101"), ("/Reason", content.digest[:16])]
    assert found(made, content) == ()
    assert found([("/Title", f"{period}报表")], content) == ()  # as another release may call it
    wrong = [
        ("/Title", "第四季度报表"),
        ("/Title", f"{period} 192.4"),
        ("/Title", f"{period}报表作废"),
        ("/Desc", "污水处理量三十五点二"),
        ("/Subject", "192"),
        ("/Keywords", "此件作废"),
        ("/Reason", "作废"),
    ]
    assert found(wrong, content) == tuple(text for _, text in wrong)


def test_what_other_programs_write_into_a_workbook_is_passed_over() -> None:
    content = filed(sheet_of(county()))
    honest = [
        ("title", "Sheet1"),
        ("title", ""),
        ("creator", "欧阳测试 2"),
        ("Company", "汉滨区统计局"),
        ("custom:KSOProductBuildVer", "2052-11.1.0.10132"),
        ("custom:ICV", "9F2D0A51B3E84C2FA7"),
    ]
    assert found(honest, content) == ()
    wrong = [
        ("title", "Q06.9 = 192.40"),
        ("subject", "此表作废"),
        ("creator", "192.40"),
        ("custom:污水", "一百九十二点四"),
    ]
    assert found(wrong, content) == tuple(text for _, text in wrong)


def test_of_a_pdf_every_word_that_is_not_its_own_is_found() -> None:
    """No other program writes our papers, so whoever made one, and with what, is known as well."""
    content = filed(sheet_of(county()))
    ours = [
        ("/Author", "碳报"),
        ("/Creator", "碳报"),
        ("/Producer", "ReportLab PDF Library - (opensource); pyHanko 0.38.0"),
        ("/Subject", "(unspecified)"),
        ("/Author", "(anonymous)"),
        ("/Trapped", "/False"),
        ("/ModDate", "D:20261127205140Z"),
        ("/Metadata", "http://ns.adobe.com/pdf/1.3/"),
        ("/Metadata", "pyHanko 0.38.0"),
    ]
    assert found(ours, content) == ()
    wrong = [
        ("/Author", "汉阴县人民政府"),
        ("/Author", "VOID"),
        ("/Creator", "another program"),
        ("/Producer", "以另件为准"),
        ("/Company", "Somebody"),
        ("/Subject", "see the other file"),
        ("/ModDate", "作废"),
        ("/Metadata", "此件作废"),
    ]
    assert found(wrong, content) == tuple(text for _, text in wrong)


def test_a_workbook_that_another_unit_says_it_made_is_found() -> None:
    content = filed(sheet_of(county()))
    own, other = plan().unit_name(content.unit), "汉阴县人民政府"
    assert other in {plan().unit_name(unit) for unit in plan().units} - {own}
    assert found([("creator", other), ("Company", own)], content) == (other,)
