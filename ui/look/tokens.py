"""Tokens: every colour and size of the window, light and dark."""

from models.basics.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The colours of one look, as #RRGGBB."""

    dark: bool
    ground: str  # behind everything
    surface: str  # paper: grids, cards
    raised: str  # bars, headers
    line: str  # hairlines
    rule: str  # borders of cards
    edge: str  # outlines of what can be used: 3:1 at least on every ground
    text: str
    quiet: str  # secondary text, measures
    accent: str
    accent_strong: str  # hover of the primary button
    on_accent: str
    accent_tint: str  # current row, chosen page
    derived: str  # ground of cells nobody types
    needed: str  # ground of required cells that are still blank
    needed_edge: str  # their outline and ring
    error: str
    error_tint: str
    warning: str
    warning_tint: str
    hint: str
    hint_tint: str
    met: str
    met_tint: str
    bar: str  # completion


LIGHT = Tokens(
    dark=False, ground="#F1F4F4", surface="#FFFFFF", raised="#F8FAFA", line="#DCE3E3", rule="#C3CDCD", edge="#768585",
    text="#1B2424", quiet="#556363", accent="#0B6E6E", accent_strong="#095959", on_accent="#FFFFFF",
    accent_tint="#DFF0EF", derived="#EEF2F2", needed="#FFF8E4", needed_edge="#8F7327", error="#B3261E",
    error_tint="#FBEBEA", warning="#865800", warning_tint="#FFF3D6", hint="#33658A", hint_tint="#E8F1F8",
    met="#1E6B3A", met_tint="#E6F3EA", bar="#7FB8B5",
)  # fmt: skip
DARK = Tokens(
    dark=True, ground="#151A1A", surface="#1C2222", raised="#222929", line="#2F3838", rule="#434F4F", edge="#7A8888",
    text="#E6ECEC", quiet="#A3B0B0", accent="#5CC4BF", accent_strong="#7AD4CF", on_accent="#06302F",
    accent_tint="#1D3D3B", derived="#252D2D", needed="#312C18", needed_edge="#B6973F", error="#FF9A92",
    error_tint="#402320", warning="#E9B949", warning_tint="#3A2F13", hint="#8CBDE0", hint_tint="#1D3040",
    met="#7CCB97", met_tint="#1A3424", bar="#3F8F8B",
)  # fmt: skip
