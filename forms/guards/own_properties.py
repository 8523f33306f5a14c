"""Own properties: what a workbook of our own writer says of itself beside its sheets, read by patterns.

A pattern that is the whole part is the guard: what fits it is XML that all programs read alike, without anything that
nobody looked at. Every book has other ones, since they name its unit, so that a parser would be asked for each.
"""

import re
from functools import lru_cache

_TEXT = "[^&<>\\x00-\\x1f\\x7f-\\x9f\\ufffe\\uffff]*"  # no reader doubts it
_HEAD = r'<\?xml version="1\.0" encoding="UTF-8" standalone="yes"\?>\n'
_DAY = r' xsi:type="dcterms:W3CDTF">[0-9TZ:.-]{1,40}'
_CORE = re.compile(
    f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas\\.openxmlformats\\.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl\\.org/dc/elements/1\\.1/" xmlns:dcterms="http://purl\\.org/dc/terms/"'
    ' xmlns:dcmitype="http://purl\\.org/dc/dcmitype/" xmlns:xsi="http://www\\.w3\\.org/2001/XMLSchema-instance">'
    f"<dc:title>(?P<title>{_TEXT})</dc:title><dc:creator>(?P<creator>{_TEXT})</dc:creator>"
    f"<cp:lastModifiedBy>(?P<lastModifiedBy>{_TEXT})</cp:lastModifiedBy><dcterms:created{_DAY}</dcterms:created>"
    f"<dcterms:modified{_DAY}</dcterms:modified></cp:coreProperties>"
)
_PAIR = f"<vt:variant><vt:lpstr>{_TEXT}</vt:lpstr></vt:variant><vt:variant><vt:i4>[0-9]{{1,5}}</vt:i4></vt:variant>"
_EXTENDED = re.compile(
    f'{_HEAD}<Properties xmlns="http://schemas\\.openxmlformats\\.org/officeDocument/2006/extended-properties"'
    ' xmlns:vt="http://schemas\\.openxmlformats\\.org/officeDocument/2006/docPropsVTypes">'
    f"<Application>{_TEXT}</Application><DocSecurity>[0-9]</DocSecurity><ScaleCrop>(?P<ScaleCrop>{_TEXT})</ScaleCrop>"
    f'<HeadingPairs><vt:vector size="[0-9]{{1,2}}" baseType="variant">(?:{_PAIR}){{1,2}}</vt:vector></HeadingPairs>'
    f'<TitlesOfParts><vt:vector size="[0-9]{{1,5}}" baseType="lpstr">(?P<parts>(?:<vt:lpstr>{_TEXT}</vt:lpstr>)*)'
    f"</vt:vector></TitlesOfParts>(?:<Company>(?P<Company>{_TEXT})</Company>)?"
    f"<LinksUpToDate>(?P<LinksUpToDate>{_TEXT})</LinksUpToDate><SharedDoc>(?P<SharedDoc>{_TEXT})</SharedDoc>"
    f"<HyperlinksChanged>(?P<HyperlinksChanged>{_TEXT})</HyperlinksChanged><AppVersion>{_TEXT}</AppVersion></Properties>"
)
_LONGEST = 20_000  # bytes of a part that is looked at; ours has two thousand
_PART, _BETWEEN, _END = "<vt:lpstr>", "</vt:lpstr><vt:lpstr>", "</vt:lpstr>"
PARTS = "TitlesOfParts"


@lru_cache(maxsize=8)  # the seal of a book asks of its two parts, and so does who reads what they say
def own_properties(part: bytes) -> tuple[tuple[str, str], ...] | None:
    """Return what a part with properties says, as (name, text) in its order, but the names of sheets first.

    Names of programs, versions and days are left out. None for a part that our writer does not make: it says nothing
    about it, and a parser has to be asked.
    """
    if len(part) > _LONGEST:
        return None
    try:
        text = part.decode()
    except UnicodeDecodeError:
        return None
    found = _CORE.fullmatch(text) or _EXTENDED.fullmatch(text)
    if found is None:
        return None
    said = found.groupdict()
    parts = said.pop("parts", None)
    names = parts.removeprefix(_PART).removesuffix(_END).split(_BETWEEN) if parts else []
    return (*[(PARTS, name) for name in names if name], *[(name, text) for name, text in said.items() if text])
