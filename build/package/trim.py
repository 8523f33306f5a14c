"""Trimming: which files of Qt and of other libraries go into the packaged program, on every system.

An allow-list: Qt's parts by name; whatever is not of Qt goes in unless it is named here. Read by tanbao.spec, and by
closure.py, which asks of Windows' files whether what is left still finds its libraries.
"""

import re

QT = {"Core", "Gui", "Widgets", "Svg", "SvgWidgets", "PrintSupport"}  # modules the window imports
QT_LIBRARIES = {*QT, "DBus", "XcbQpa"}  # DBus: QtGui links it on Linux; XcbQpa: the xcb platform
PLUGINS = {  # kept in a self-contained program: windows to people, offscreen and minimal to the self-test
    "platforms": r"q(windows|offscreen|xcb|minimal)",
    "styles": r".*",
    "iconengines": r"qsvgicon",
    "imageformats": r"q(ico|svg|jpeg)",
    "platforminputcontexts": r"(compose|ibus)platforminputcontextplugin",
    "platformthemes": r"qxdgdesktopportal",
    "printsupport": r".*",
}
NOT_USED = re.compile(  # software OpenGL, C++ AMP, Qt's QML glue; what Pillow and lxml have for others
    r"opengl32sw|[dD]3[dD]compiler|vcamp140|pyside6qml|/pillow\.libs/lib(avif|webp|lcms|sharpyuv)"
    r"|PIL/_(avif|webp|imagingcms|imagingtk|imagingft|imagingmath|imagingmorph)\b|lxml/objectify"
)
TRANSLATIONS = re.compile(r"(qtbase|qt)_zh_CN\.qm$")  # Qt's own words in its dialogs


def is_allowed(destination: str) -> bool:
    """Whether a file of Qt may go in; of other libraries all but the parts that nobody uses."""
    place = destination.replace("\\", "/")
    plugin = re.search(r"PySide6/(?:Qt/)?plugins/([^/]+)/(?:lib)?(\w+)", place)
    if plugin:
        return bool(re.fullmatch(PLUGINS.get(plugin[1], "(?!)"), plugin[2]))
    if "PySide6" in place and "/translations/" in place:
        return bool(TRANSLATIONS.search(place))
    library = re.search(r"(?:^|/)(?:lib)?Qt6(\w+?)(?:\.dll|\.so)", place)
    if library:
        return library[1] in QT_LIBRARIES
    binding = re.search(r"PySide6/Qt(\w+?)\.", place)
    if binding:
        return binding[1] in QT
    return not NOT_USED.search(place)
