"""The program's own version, as papers, 关于 and the installer state it; plans and the rule engine have their own."""

VERSION = "1.0.0"
