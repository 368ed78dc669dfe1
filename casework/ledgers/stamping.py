"""Makes a workbook's bytes depend on its contents alone: no time of writing anywhere."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

_STAMP = "2000-01-01T00:00:00Z"
_TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def stamped(workbook: bytes) -> bytes:
    """The same workbook with fixed times in its properties and its package."""
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(workbook)) as package,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as fixed,
    ):
        for part in package.infolist():
            content = package.read(part)
            if part.filename == "docProps/core.xml":
                content = _TIMES.sub(rb"\g<1>" + _STAMP.encode() + rb"\g<3>", content)
            entry = zipfile.ZipInfo(part.filename, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(entry, content)
    return target.getvalue()
