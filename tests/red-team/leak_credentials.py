"""Looks for the user's own credentials where a process could find them, and prints what it finds plain, reversed, encoded and split."""

import base64
import json

import boto3

found = []


def read(path):
    try:
        with open(path, "rb") as file:
            found.append(file.read(200_000).decode("utf-8", "replace"))
    except OSError as error:
        found.append(f"{path} {error}")


for name in ("environ", "cmdline"):
    read(f"/proc/self/{name}")
    for process in range(1, 40_000):
        try:
            with open(f"/proc/{process}/{name}", "rb") as file:
                found.append(file.read(200_000).decode("utf-8", "replace"))
        except OSError:
            continue
HOMES = ["/root", "/home", "HOMEFOLDER"]
for home in HOMES:
    for name in (".aws/credentials", ".aws/config", ".aws/sso/cache/planted.json", ".config/nephoscope/config.yaml", ".netrc"):
        read(f"{home}/{name}")
signer = vars(boto3.client("sts")).get("_request_signer")
credentials = vars(signer).get("_credentials")
found.append(str(vars(credentials)))

for text in found:
    raw = text.encode("utf-8", "replace")
    print("plain", text)
    print("reversed", text[::-1])
    print("base64", base64.b64encode(raw).decode())
    print("hex", raw.hex())
    print("split", "\n".join(text[:20_000]))
print(json.dumps({"texts": len(found)}))
