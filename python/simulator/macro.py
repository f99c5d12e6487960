"""The register of macros, and what several of them share."""

import io
import zipfile

MACROS = {}


def macro(f):
    MACROS[f.__name__.rstrip("_")] = f
    return f


def pol(*st):
    return {"Version": "2012-10-17", "Statement": list(st)}


def zipb(code="def handler(e,c):\n    return 1\n"):
    b = io.BytesIO()
    z = zipfile.ZipFile(b, "w")
    z.writestr("app.py", code)
    z.close()
    return b.getvalue()


def tags(n, extra=None):
    return [{"Key": "Name", "Value": n}] + [{"Key": k, "Value": v} for k, v in (extra or {}).items()]
