"""Tokens: every colour and size of the window, light and dark."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one look, as #RRGGBB."""

    dark: bool
    ground: str  # behind everything
    surface: str  # paper: grids, cards
    raised: str  # bars, headers
    line: str  # hairlines
    edge: str  # outlines of fields and buttons
    text: str
    quiet: str  # secondary text, measures
    accent: str
    accent_strong: str  # hover of the primary button
    on_accent: str
    accent_tint: str  # current row, chosen page
    derived: str  # ground of cells nobody types
    needed: str  # ground of required cells that are still blank
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
    dark=False, ground="#F3F5F5", surface="#FFFFFF", raised="#F8FAFA", line="#E1E6E6", edge="#B9C3C3",
    text="#1B2424", quiet="#5C6969", accent="#0B6E6E", accent_strong="#095959", on_accent="#FFFFFF",
    accent_tint="#E0F0EF", derived="#F5F7F7", needed="#FBF8EE", error="#B3261E", error_tint="#FBEBEA",
    warning="#865800", warning_tint="#FFF6DE", hint="#33658A", hint_tint="#EAF2F8", met="#1E6B3A", met_tint="#E8F4EC",
    bar="#7FB8B5",
)  # fmt: skip
DARK = Tokens(
    dark=True, ground="#161B1B", surface="#1D2323", raised="#222929", line="#303939", edge="#4B5757",
    text="#E6ECEC", quiet="#9DABAB", accent="#5CC4BF", accent_strong="#7AD4CF", on_accent="#06302F",
    accent_tint="#1F3C3B", derived="#222A2A", needed="#2A281C", error="#FF8F86", error_tint="#3B2220",
    warning="#E9B949", warning_tint="#382E14", hint="#8CBDE0", hint_tint="#1D2F3C", met="#7CCB97", met_tint="#1B3324",
    bar="#3F8F8B",
)  # fmt: skip
