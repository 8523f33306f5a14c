"""Authenticode: signs a Windows program or setup on Linux, and says whether a signature holds, with osslsigncode.

`sign.py PROGRAM… --certificate PEM --key PEM [--pass FILE]` signs each in place. The program inside is signed before
the setup is made of it, the setup afterwards. No time stamp is asked for: the machine that signs is not online either.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NAME = "碳报"


def sign(program: Path, certificate: Path, key: Path, passphrase: Path | None = None) -> None:
    """Sign in place, whole or not at all. `passphrase`: a file, for nothing secret may stand among arguments.

    Raises CalledProcessError when osslsigncode refuses: no PE file, a key of another certificate.
    """
    with tempfile.TemporaryDirectory(prefix="tanbao-sign-") as folder:
        signed = Path(folder) / program.name
        words = ["-certs", str(certificate), "-key", str(key), "-h", "sha256", "-n", NAME]
        words += ["-readpass", str(passphrase)] if passphrase else []
        command = ["osslsigncode", "sign", *words, "-in", str(program), "-out", str(signed)]
        subprocess.run(command, check=True, capture_output=True)
        shutil.copyfile(signed, program)


def is_signed(program: Path, authority: Path) -> bool:
    """True when the program is as it was signed, by somebody that the authority (PEM) vouches for."""
    command = ["osslsigncode", "verify", "-CAfile", str(authority), "-in", str(program)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def main(words: list[str]) -> None:
    """Sign each program named."""
    parser = argparse.ArgumentParser(prog="sign.py")
    parser.add_argument("programs", type=Path, nargs="+")
    parser.add_argument("--certificate", type=Path, required=True)
    parser.add_argument("--key", type=Path, required=True)
    parser.add_argument("--pass", type=Path, dest="passphrase", help="file with the key's passphrase")
    chosen = parser.parse_args(words)
    for program in chosen.programs:
        sign(program, chosen.certificate, chosen.key, chosen.passphrase)


if __name__ == "__main__":
    main(sys.argv[1:])
