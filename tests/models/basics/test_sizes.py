"""Sizes in words, bounds that fit into each other, texts of files people wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.basics import sizes
from models.basics.canonical import encode, in_fours, json_text
from models.basics.errors import AppError
from models.basics.reading import text_of_file


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "1 KB"), (1, "1 KB"), (1536, "2 KB"), (999 * 1024, "999 KB"), (1 << 20, "1.0 MB"), (5_400_000, "5.1 MB")],
)
def test_a_size_in_words(size: int, words: str) -> None:
    assert sizes.size_words(size) == words


def test_what_is_sent_fits_into_what_is_taken() -> None:
    assert sizes.LARGEST_RETURN <= sizes.LARGEST_ATTACHMENT <= sizes.LARGEST_PAPER
    assert sizes.LARGEST_INSIDE <= sizes.LARGEST_PAPER
    assert sizes.MOST_INSIDE < sizes.MOST_ATTACHMENTS
    assert sizes.LARGEST_EVIDENCE <= sizes.LARGEST_EVIDENCE_TOGETHER
    assert sizes.LARGEST_PART <= sizes.LARGEST_WHOLE
    assert not sizes.swollen(sizes.MB, 1)
    assert sizes.swollen(sizes.MB + 1, 1)
    assert not sizes.swollen(200 * sizes.MB, sizes.MB)


@given(st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"])).filter(lambda t: t[:1] != "\ufeff"))
def test_a_text_in_utf8_is_read_with_or_without_its_mark(text: str) -> None:
    plain = text.encode()
    assert text_of_file(plain, "设置.toml") == text
    assert text_of_file(b"\xef\xbb\xbf" + plain, "设置.toml") == text
    assert text_of_file(text.replace("\n", "\r\n").encode(), "设置.toml") == text


@pytest.mark.parametrize("text", ["[due] # 截止时间"])
@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16", "utf-16-le"])
def test_any_other_encoding_is_refused_by_the_file_s_name(encoding: str, text: str) -> None:
    with pytest.raises(AppError) as caught:
        text_of_file(text.encode(encoding), "设置.toml")
    assert (caught.value.code, caught.value.facts["文件"]) == ("file_not_utf8", "设置.toml")


def test_plain_letters_in_utf16_are_no_text_either() -> None:
    with pytest.raises(AppError):
        text_of_file("[due]".encode("utf-16-le"), "设置.toml")


def test_one_spelling_of_json() -> None:
    assert encode({"乙": 1, "甲": [True, None, "x"]}) == '{"乙":1,"甲":[true,null,"x"]}'.encode()
    assert json_text({"b": 1, "a": 2}) == '{"a":2,"b":1}'
    with pytest.raises(TypeError):
        json_text({"a": object()})
    with pytest.raises(ValueError, match="float"):
        json_text(float("nan"))


def test_a_code_is_read_out_in_fours() -> None:
    assert in_fours("7776766229d0f170") == "7776 7662 29D0 F170"
    assert in_fours("") == ""
