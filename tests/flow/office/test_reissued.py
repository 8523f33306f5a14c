"""What was issued can be issued again: the same words give the same bytes, and nothing new is recorded."""

import shutil
from pathlib import Path

import pytest

from tests.flow.town import Town

Q3, UNIT = "2020Q3", "610924"


def acts_of(town: Town) -> int:
    return town.call("office", "check", "--data", town.office)["acts"]


def kept(paths: list[str]) -> dict[str, bytes]:
    """Name → bytes of files that are then lost."""
    found = {Path(path).name: Path(path).read_bytes() for path in paths}
    for path in paths:
        Path(path).unlink()
    return found


def test_a_pack_is_sealed_anew_only_when_it_says_something_else(town: Town) -> None:
    first = town.pack()
    before, acts = first.read_bytes(), acts_of(town)
    first.unlink()
    again = town.call("office", "pack", "--data", town.office, "--out", town.out)
    assert (again["reissued"], again["files"]) == (True, [str(first)])
    assert (first.read_bytes(), acts_of(town)) == (before, acts)
    town.settings('[due]\n"2020Q3" = "2020-10-15T17:30"\n')
    other = town.call("office", "pack", "--data", town.office, "--out", town.out)
    assert not other["reissued"] and other["files"] != [str(first)]
    assert first.read_bytes() == before


def test_request_and_certificate_are_the_same_papers_for_the_same_key(town: Town) -> None:
    folder = town.unit_folder(UNIT)
    asked = town.request(folder)
    paper = kept([asked["file"]])
    again = town.request(folder)
    assert (again["reissued"], again["code"]) == (True, asked["code"])
    assert {Path(again["file"]).name: Path(again["file"]).read_bytes()} == paper
    given = town.enrol(again["file"], asked["code"])
    assert given["reissued"]  # enrolled when the town was founded
    certificate = kept([given["file"]])
    assert kept([town.enrol(again["file"], asked["code"])["file"]]) == certificate
    town.call("office", "revoke", UNIT, "--key", asked["code"], "--reason", "遗失", "--data", town.office)
    renewed = town.enrol(again["file"], asked["code"])
    assert not renewed["reissued"] and kept([renewed["file"]]) != certificate


def test_receipts_slips_and_what_one_act_issued_are_written_again(town: Town) -> None:
    town.receive(*town.file(UNIT, Q3, town.completed(UNIT, Q3, {}))["files"])
    receipt = ("office", "receipt", "--data", town.office, "--out", town.out / "receipts")
    first = town.call(*receipt)
    papers, acts = kept([*first["files"], first["mailing"]]), acts_of(town)
    assert town.call(*receipt)["files"] == []  # nobody is told the same twice, unless asked for by name
    again = town.call(*receipt, "--unit", UNIT)
    assert (again["reissued"], kept([*again["files"], again["mailing"]])) == (
        True,
        papers,
    )  # the list for the mails too
    assert acts_of(town) == acts
    said = town.root / "items.json"
    said.write_text('[{"item": "Q06.3", "text": "请核对"}]', "utf-8")
    back = ("office", "return", UNIT, Q3, "--items", said, "--until", "2030-10-21T17:30", "--data", town.office,
            "--out", town.out / "slips")  # fmt: skip
    slip = town.call(*back)
    paper = kept(slip["files"])
    again = town.call(*back)
    assert (again["reissued"], again["number"], kept(again["files"])) == (True, slip["number"], paper)
    issued = town.call("office", "issued", "--data", town.office)["issued"]
    assert [one["kind"] for one in issued[-2:]] == ["receipt", "return"]
    once_more = town.call("office", "issued", issued[-2]["number"], "--data", town.office, "--out", town.out / "more")
    assert kept(once_more["files"]) == papers
    for code, words in ((1, ("99999", "--out", town.out)), (2, (str(issued[-1]["number"]),))):
        town.call("office", "issued", *words, "--data", town.office, expect=code)


def test_a_slice_is_given_again_until_it_would_say_something_else(town: Town) -> None:
    folder = town.unit_folder(UNIT)
    give = ("unit", "slice", "--data", folder, "--period", Q3, "--to", "林业局", "--item", "Q06.1", "--out", town.out)
    first = town.call(*give, "--filled")
    paper = kept([first["file"]])
    again = town.call(*give, "--filled")
    assert (again["slice"], kept([again["file"]])) == (first["slice"], paper)
    assert town.call(*give, "--until", "2020-10-12T12:00")["slice"] != first["slice"]
    assert [one["kind"] for one in town.call("unit", "issued", "--data", folder)["issued"]][-2:] == ["slice", "slice"]


@pytest.mark.parametrize("name", ["pack", "request"])
def test_a_file_of_other_content_is_never_replaced(town: Town, name: str) -> None:
    shutil.rmtree(town.out, ignore_errors=True)
    write = {"pack": town.pack, "request": lambda: Path(town.request(town.unit_folder(UNIT))["file"])}[name]
    first = write()
    content = first.read_bytes()
    first.write_bytes(b"somebody else's")
    second = write()
    assert second != first
    assert (first.read_bytes(), second.read_bytes()) == (b"somebody else's", content)
