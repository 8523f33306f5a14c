"""Asks LibreOffice about the signatures of workbooks. Run by the system's Python, which has `uno`: FOLDER FILE …

FOLDER takes the profile and holds the certificate store. Prints one JSON object per file, and saves each book again
beside it as NAME.saved.xlsx.
"""

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

LONGEST = 600  # seconds: beside what does not yield to it, a start takes many times as long


def office(folder: Path) -> tuple[Any, subprocess.Popen[bytes]]:
    """LibreOffice's context and its process."""
    import uno

    pipe = f"tanbao{os.getpid()}"
    running = subprocess.Popen(
        ["soffice", "--headless", "--norestore", "--nologo", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
         f"--accept=pipe,name={pipe};urp;"],
        env={**os.environ, "MOZILLA_CERTIFICATE_FOLDER": f"sql:{folder}"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"), running
        except Exception as error:  # UNO's own kinds of exception are only known at run time
            if running.poll() is not None:
                raise SystemExit("soffice ended") from error
            time.sleep(0.2)
    running.kill()
    raise SystemExit("soffice does not answer")


def end(context: Any, process: "subprocess.Popen[bytes]") -> None:
    """Let LibreOffice end; it may be gone before it has answered that it goes, which is no failure."""
    with contextlib.suppress(Exception):  # UNO's own kinds of exception are only known at run time
        context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context).terminate()
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()


def said(context: Any, path: Path) -> dict[str, object]:
    """What LibreOffice finds: signatures and whether it opens the book without repairing it."""
    import uno
    from com.sun.star.beans import PropertyValue

    services, url = context.ServiceManager, path.as_uri()
    storages = services.createInstanceWithContext("com.sun.star.embed.StorageFactory", context)
    kind = uno.Any("[]com.sun.star.beans.PropertyValue", (PropertyValue("StorageFormat", 0, "ZipFormat", 0),))
    try:
        storage = uno.invoke(storages, "createInstanceWithArguments", ((url, 1, kind),))
        signatures = services.createInstanceWithArgumentsAndContext(
            "com.sun.star.security.DocumentDigitalSignatures", (), context
        )
        found = [
            {
                "valid": one.SignatureIsValid,
                "certificate": one.CertificateStatus,
                "signer": one.Signer.SubjectName if one.Signer else "",
            }
            for one in signatures.verifyDocumentContentSignatures(storage, None)
        ]
    except Exception as error:  # noqa: BLE001 - a package it cannot even read
        return {"signatures": [], "sheets": [], "text": "", "error": type(error).__name__}
    desktop = services.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    hidden = (PropertyValue("Hidden", 0, True, 0), PropertyValue("ReadOnly", 0, True, 0))
    document = desktop.loadComponentFromURL(url, "_blank", 0, hidden)
    if document is None:
        return {"signatures": found, "sheets": [], "text": ""}
    sheets, text = list(document.Sheets.ElementNames), document.Sheets.getByIndex(1).getCellRangeByName("B2").String
    saved = (PropertyValue("FilterName", 0, "Calc MS Excel 2007 XML", 0),)
    document.storeToURL(path.with_suffix(".saved.xlsx").as_uri(), saved)
    document.close(True)
    return {"signatures": found, "sheets": sheets, "text": text}


if __name__ == "__main__":
    context, process = office(Path(sys.argv[1]))
    try:
        sys.stdout.write(json.dumps([said(context, Path(name)) for name in sys.argv[2:]]))
    finally:
        end(context, process)
