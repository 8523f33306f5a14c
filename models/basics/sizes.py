"""Sizes: how large anything may be that comes from outside or is sent, in bytes, and a size in words. One table.

What is refused is decided by these counts, equal on every machine. Limits of a shape (rows, cells, signatures) stand
with its reader.
"""

KB, MB = 1 << 10, 1 << 20

LARGEST_PAPER = 40 * MB  # anything that comes by e-mail, and any PDF we seal
LARGEST_ATTACHMENT, MOST_ATTACHMENTS = 32 * MB, 20  # of a sealed PDF
LARGEST_RETURN = 16 * MB  # canonical bytes; 10,000 register rows take about 4 MB
LARGEST_FACTS = 8 * MB  # the data of one other paper
LARGEST_SIGNATURE = 64 * KB  # a CMS signature with its certificate takes about 3 KB
LARGEST_REQUEST = 400 * KB  # a sealed registration request is up to 300 KB
LARGEST_GIVEN = 64 * MB  # a workbook or JSON somebody filled
LARGEST_TEXT = MB  # a settings or passphrase file
MAIL_LIMIT = 20 * MB  # what government mail commonly takes

LARGEST_EVIDENCE, LARGEST_EVIDENCE_TOGETHER, MOST_EVIDENCE = 200 * MB, 300 * MB, 300
LARGEST_INSIDE = 20 * MB  # evidence inside a sealed PDF
MOST_INSIDE = MOST_ATTACHMENTS - 1  # the return itself is one

LARGEST_PART, LARGEST_WHOLE = 32 * MB, 96 * MB  # of a zip, inflated
LARGEST_GIVEN_PART = 160 * MB  # of a workbook somebody fills from: a million formatted rows take 60 to 120 MB
LARGEST_OTHER_PART = 8 * MB  # of a foreign workbook: what is no sheet and no list of texts
_LARGEST_RATIO, _RATIO_FLOOR = 200, MB


def swollen(inflated: int, packed: int) -> bool:
    """True for an entry of a zip that grows beyond any measure when it is inflated; small ones may."""
    return inflated > _RATIO_FLOOR and inflated > _LARGEST_RATIO * max(1, packed)


def size_words(size: int) -> str:
    """Return a size as people read it: 12 KB, 3.4 MB; never 0."""
    return f"{size / MB:.1f} MB" if size >= MB else f"{max(1, round(size / KB))} KB"
