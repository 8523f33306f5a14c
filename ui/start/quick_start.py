"""Quick start: a start of the window collects no garbage, and loads nothing of Qt's library that only explains it.

For `help()` and for the words of a `TypeError` Qt's library compiles seven modules from their sources and makes
their patterns in every program that imports it: more than half of what that import takes. Here they stand empty until
somebody asks one for something, and are loaded then. So does the one behind `__feature__`, and its import statement
that looks for that in the source of every module is taken away again: nothing of ours asks for other names of Qt's
functions. Its enums are made by `quick_enums`. It also imports modules of Python that it has no use for as long as
nothing fails; they stand empty too.

Where the library is made otherwise in another version, it is loaded as it is.
"""

import builtins
import gc
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.machinery import ModuleSpec
from threading import RLock
from types import ModuleType
from typing import Any

from ui.start import quick_enums

SUPPORT = "shibokensupport"
NAMES = ("mapping", "errorhandler", "layout", "parser", "lib.enum_sig", "lib.pyi_generator", "lib.tool")
UPDATE = "update_mapping"
FEATURE = f"{SUPPORT}.feature"
# imported by Qt's library, by `dataclasses`, and what they import
STANDARD = ("bz2", "copy", "inspect", "lzma", "shutil", "tempfile", "traceback")
EXPLAINING = frozenset((FEATURE, *(f"{SUPPORT}.signature.{name}" for name in NAMES)))


def begin() -> None:
    """Collect no garbage until `gc_tuning.freeze_heap`, and load Qt's library if nobody has."""
    gc.disable()
    quick_enums.begin()
    if "PySide6" in sys.modules:
        return
    for name in STANDARD:
        if name not in sys.modules:
            sys.modules[name] = _Later(name)
            _loaders[name] = None
    plain = builtins.__import__
    explaining = _Explaining()
    builtins.__import__ = explaining.watch(plain)
    try:
        import PySide6.QtCore  # noqa: F401
    finally:
        builtins.__import__ = builtins.__orig_import__ = plain  # type: ignore[attr-defined]
        if explaining in sys.meta_path:
            sys.meta_path.remove(explaining)


class _Explaining:
    """Finds the modules that explain, and gives each an empty one in its place."""

    def __init__(self) -> None:
        self.loader: Any = None

    def watch(self, plain: Callable[..., Any]) -> Callable[..., Any]:
        """Return an import statement that lets this find modules as soon as the library's own finder is there."""

        def watching(
            name: str,
            globals: Mapping[str, object] | None = None,
            locals: Mapping[str, object] | None = None,
            fromlist: Sequence[str] | None = (),
            level: int = 0,
        ) -> Any:  # noqa: ANN401
            if self.loader is None and name.startswith(SUPPORT) and SUPPORT in sys.modules:
                self.loader = sys.modules[SUPPORT].__loader__
                sys.meta_path.insert(0, self)
            return plain(name, globals, locals, fromlist, level)

        return watching

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Return how to make one of the modules; None for any other."""
        loader: Any = _Empty(self.loader)  # no `importlib.abc.Loader`: that loads eight modules more
        return ModuleSpec(name, loader) if name in EXPLAINING else None


class _Empty:
    """Makes a module that is loaded by its true loader when it is asked for something."""

    def __init__(self, loader: Any) -> None:  # noqa: ANN401 - Qt's own, without types
        self.loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Later(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Leave it empty, but for the functions that Qt's library takes from it as it is loaded."""
        _loaders[module.__name__] = self.loader
        if module.__name__.endswith(".mapping"):
            setattr(module, UPDATE, lambda: _loaded(module)[UPDATE]())
        if module.__name__ == FEATURE:  # what its import statement asks: that nobody asks for other names
            vars(module).update(feature_import=lambda *_, **__: None, feature_imported=lambda _: None)


_loaders: dict[str, Any] = {}  # module → what loads it, None for the one that finds it, until it has done so
_loading = RLock()


class _Later(ModuleType):
    """A module that nobody has asked for anything yet."""

    def __getattr__(self, name: str) -> object:
        # Qt's library asks each of its modules for its file
        of_qt = _loaders.get(self.__name__) is not None
        found = vars(self) if of_qt and name.startswith("__") else _loaded(self)
        if name not in found:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        return found[name]

    def __dir__(self) -> list[str]:
        return sorted(_loaded(self))


def _loaded(module: ModuleType) -> dict[str, Any]:
    """Load a module if nobody has; return what is in it."""
    with _loading:
        name = module.__name__
        if name in _loaders:
            loader = _loaders.pop(name)
            if loader is None:
                _become(module, _spec_of(name))
            else:
                published, module.__spec__ = module.__spec__, ModuleSpec(name, loader)
                loader.exec_module(module)
                module.__spec__ = published  # as Qt's library has renamed it
        return vars(module)


def _spec_of(name: str) -> ModuleSpec:
    """Return how to make a module of Python, as its own import would find it."""
    found = (finder.find_spec(name, None) for finder in sys.meta_path)
    return next(one for one in found if one is not None)


def _become(module: ModuleType, spec: ModuleSpec) -> None:
    """Run a module of Python in the place of the empty one."""
    module.__spec__, module.__loader__ = spec, spec.loader
    if spec.has_location and spec.origin is not None:
        vars(module).update(__file__=spec.origin, __cached__=spec.cached)
    if spec.loader is not None:
        spec.loader.exec_module(module)
