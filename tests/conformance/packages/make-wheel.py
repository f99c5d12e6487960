"""Makes a wheel: `make-wheel.py FOLDER NAME VERSION MODULE [REQUIREMENT …]`; or a source distribution that notes in FOLDER when its code runs: `--source`."""

import base64
import hashlib
import io
import sys
import tarfile
import zipfile

folder, name, version, module, *requirements = sys.argv[1:]
if module == "--source":
    setup = f"open({folder + '/ran'!r}, 'w').close()\nfrom setuptools import setup\nsetup(name={name!r}, version={version!r})\n"
    with tarfile.open(f"{folder}/{name}-{version}.tar.gz", "w:gz") as archive:
        for path, text in {"setup.py": setup, "PKG-INFO": f"Metadata-Version: 1.0\nName: {name}\nVersion: {version}\n"}.items():
            member = tarfile.TarInfo(f"{name}-{version}/{path}")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    sys.exit()
info = f"{name}-{version}.dist-info"
needs = "".join(f"Requires-Dist: {requirement}\n" for requirement in requirements)
files = {
    f"{module}/__init__.py": f"VERSION = {version!r}\n",
    f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}",
    f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
}


def record(path, text):
    digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
    return f"{path},sha256={digest},{len(text)}\n"


files[f"{info}/RECORD"] = "".join(record(path, text) for path, text in files.items()) + f"{info}/RECORD,,\n"
with zipfile.ZipFile(f"{folder}/{name}-{version}-py3-none-any.whl", "w") as wheel:
    for path, text in files.items():
        wheel.writestr(path, text)
