"""Notice content: what an official document says, before it is drawn as PDF or as .docx.

A document is a list of parts in reading order; each part is a paragraph with its role or a table.
§3.5 (GB/T 9704-2012).
"""

from datetime import datetime
from enum import StrEnum

from models.basics.records import dataclass


class ParagraphRole(StrEnum):
    """What a paragraph is; its typeface and place follow from it."""

    TITLE = "title"  # 2号小标宋, centred
    TO = "to"  # 主送: from the left margin
    FIRST = "first"  # 一、 3号黑体
    SECOND = "second"  # （一） 3号楷体
    BODY = "body"  # 3号仿宋
    ATTACHED = "attached"  # 附件：1. …
    SIGNED = "signed"  # 署名, at the right
    DATED = "dated"
    ATTACHMENT = "attachment"  # 附件1, at the head of a page of its own
    NAMED = "named"  # the title of an attachment


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeText:
    """A paragraph."""

    role: ParagraphRole
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeTable:
    """A table: heads, rows, the share of the width of each column, the columns that hold figures."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    figures: tuple[int, ...] = ()
    name: str = ""  # printed above it, and again where it goes on


Part = NoticeText | NoticeTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A whole document. `number` is its 发文字号, with room to write where it is not known yet."""

    issuer: str  # 发文机关标志
    number: str
    parts: tuple[Part, ...]
    copies: str = ""  # 抄送
    printed: str = ""  # 印发机关
    day: str = ""  # 印发日期
    mark: str = ""  # 测试数据
    keywords: str = ""  # of the file: number and kind of an issued paper as data
    made: datetime | None = None  # told by the file's properties; None: a fixed day

    @property
    def title(self) -> str:
        """The title on one line."""
        return "".join(
            one.text for one in self.parts if isinstance(one, NoticeText) and one.role is ParagraphRole.TITLE
        )


def texts(role: ParagraphRole, *said: str) -> list[Part]:
    """Return paragraphs of one role; an empty text is none."""
    return [NoticeText(role=role, text=one) for one in said if one]
