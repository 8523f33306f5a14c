"""Chosen: writes a file where somebody said in a dialog, whole or not at all, and over what was asked about alone."""

import errno
import os
from pathlib import Path

from models.store.file.disk import write_files

WRITABLE = 0o222  # for anybody


def write_chosen(chosen: Path, ending: str, content: bytes) -> Path:
    """Write a file and return where it lies. Raises OSError that names it; then nothing has changed.

    The dialog has asked about the very path that was chosen, and that alone is replaced; a folder, or a file somebody
    has made read-only, never is. With an ending that the path lacks it is another file, of which nobody was asked: one
    that is there keeps its name, and this one gets the next free one.
    """
    path = chosen if chosen.name.casefold().endswith(ending) else chosen.with_name(chosen.name + ending)
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if path == chosen and path.exists() and not path.stat().st_mode & WRITABLE:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    try:
        (written,) = write_files(path.parent, {path.name: content}, replace=path == chosen)
    except OSError as error:  # it may name the temporary file, which is gone
        raise OSError(error.errno, error.strerror, str(path)) from error
    return written
