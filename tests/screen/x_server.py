"""A virtual X server for one test: screens of given sizes, the number chosen by the server."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def x_server(*sizes: str) -> Iterator[str]:
    """Start a server with a screen for each size ("1280x720"); give its name (":7"; a screen's is ":7.1")."""
    reading, writing = os.pipe()
    screens = [word for n, size in enumerate(sizes) for word in ("-screen", str(n), f"{size}x24")]
    stays = "-noreset"  # else it begins anew when its last client goes, and turns the next one away meanwhile
    words = ["Xvfb", "-displayfd", str(writing), *screens, "-nolisten", "tcp", stays]
    with subprocess.Popen(words, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        try:
            yield f":{number}"
        finally:
            server.terminate()
