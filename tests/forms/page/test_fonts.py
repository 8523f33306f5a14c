"""Fonts: every character is drawn in one that has it, and what a printer lacks is shown and said."""

from pathlib import Path

import pytest

from forms.page import font_files
from forms.page.font_files import Face, font_file, is_well_set
from forms.page.fonts import BOXES, GETA, LOWERED, characters, draw_text, face_of, runs, text_width
from forms.page.geometry import Foot
from forms.page.page import build, next_page, paragraph
from forms.page_reading.read_pages import page_texts
from models.basics.errors import AppError
from models.basics.resources import PERSON


@pytest.mark.parametrize("face", [Face.SONG, Face.HEI, Face.KAI])
def test_every_character_drawn_has_a_glyph_in_the_font_that_draws_it(face: Face) -> None:
    hard = "CO₂ m³ ㎡ ㎥ ㎏ ① ⅱ Ⅲ № ℃ ‰ μ µ ƒ ※ ≥ ≤ ≠ ± × ÷ ½ ☑ ☐ ✔ ✕ 㟃 浬 𠮷 \u00a0 \u2011 – — … · • "
    hard += "😀 \t ﷽ \x07 \u200b"
    drawn = draw_text(hard, face)
    for chosen, part in runs(drawn, face):
        assert [ch for ch in part if ch not in BOXES and ord(LOWERED.get(ch, ch)) not in characters(chosen)] == []
    assert "CO₂" in drawn or "CO2" in drawn
    assert "㎡" in drawn or "平方米" in drawn
    assert "\x07" not in drawn


def test_a_character_no_font_has_shows_the_printers_mark_not_nothing() -> None:
    assert face_of("\U0001f9ff", Face.SONG) is None
    assert draw_text("甲\U0001f9ff乙", Face.SONG) == f"甲{GETA}乙"


def test_the_last_page_says_what_the_printers_mark_is_for() -> None:
    said = "“〓”处的字，生成本件的计算机没有字体可印。"
    for typed, there in (("甲\U0001f9ff乙", True), ("甲𠅤乙", False)):
        pages = page_texts(
            build([paragraph(typed), *next_page(across=True), paragraph("末页")], Foot("脚"), "测试", made=None)
        )
        assert [said in page for page in pages or ()] == [False, there]


def test_a_missing_character_comes_from_another_font_and_is_measured_there() -> None:
    lacking = next(ch for ch in "ƒ𠮷㎡⑳ⅷ…、。" if ord(ch) not in characters(Face.SONG) and face_of(ch, Face.SONG))
    found = runs(f"甲{lacking}乙", Face.SONG)
    assert [part for _, part in found] == ["甲", lacking, "乙"]
    assert text_width(lacking, Face.SONG, 10) == text_width(lacking, found[1][0], 10)


def test_a_stop_drawn_in_the_middle_of_the_square_comes_from_a_font_that_sets_it_well() -> None:
    for face in (Face.SONG, Face.HEI, Face.KAI):
        chosen = face_of("。", face)
        assert chosen is not None
        better = [one for one in (Face.SONG, Face.HEI, Face.KAI) if is_well_set(font_file(one).path)]
        assert not better or is_well_set(font_file(chosen).path)


def test_a_font_set_for_taiwan_is_not_chosen_while_a_better_one_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    middle, well = Path("/a/simsun.ttc"), Path("/a/uming.ttc")
    monkeypatch.setattr(font_files, "_installed", lambda: {"simsun.ttc": middle, "uming.ttc": well})
    monkeypatch.setattr(font_files, "is_well_set", lambda path: path == well)
    font_file.cache_clear()
    try:
        assert font_file(Face.SONG).path == well
        monkeypatch.setattr(font_files, "_installed", lambda: {"simsun.ttc": middle})
        font_file.cache_clear()
        assert font_file(Face.SONG).path == middle
        assert font_files.stand_ins(frozenset({Face.FANG, Face.SONG})) == {Face.FANG: "宋体"}
    finally:
        monkeypatch.undo()
        font_file.cache_clear()


def test_the_registry_of_windows_names_fonts_whatever_their_files_are_called(tmp_path: Path) -> None:
    (tmp_path / "fzxbs.ttf").write_bytes(b"")
    found = list(font_files.registry_fonts("方正小标宋简体 (TrueType)", "fzxbs.ttf", tmp_path))
    assert found == [("方正小标宋简体", tmp_path / "fzxbs.ttf")]
    assert list(font_files.registry_fonts("宋体 & 新宋体 (TrueType)", "none.ttc", tmp_path)) == []


def test_a_person_chooses_the_font_of_a_role_and_what_is_no_font_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PERSON, "folder", tmp_path)
    font_file.cache_clear()
    mine = font_file(Face.KAI).path
    try:
        font_files.choose_font(Face.FANG, mine)
        assert (font_file(Face.FANG).path, font_file(Face.FANG).chosen) == (mine, True)
        (tmp_path / "no.ttf").write_bytes(b"no font")
        with pytest.raises(AppError) as refused:
            font_files.choose_font(Face.FANG, tmp_path / "no.ttf")
        assert refused.value.code == "font_unusable"
        font_files.choose_font(Face.FANG, None)
        assert not font_file(Face.FANG).chosen
    finally:
        monkeypatch.undo()
        font_file.cache_clear()
