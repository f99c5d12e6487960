import { appended } from "./planting.ts";
import type { Planting } from "./planting.ts";

const any = ["error", "warning", "info"] as const;
const grave = ["error"] as const;

function security(name: string, lines: string, severities: Planting["severities"] = grave): Planting {
  return { name, kinds: ["security"], severities, plant: (ground) => appended(ground, lines) };
}

export const securityPlantings: readonly Planting[] = [
  security("eval", 'print(eval("1 + 1"))'),
  security("eval under another name", 'planted = eval\nprint(planted("1 + 1"))'),
  security("eval fetched from builtins", 'print(getattr(__builtins__, "ev" + "al"))'),
  security("exec", 'exec("print(1)")'),
  security("compile", 'print(compile("1", "x", "eval"))'),
  security("import at run time", 'print(__import__("os"))'),
  security("importlib", 'import importlib\n\nprint(importlib.import_module("os"))'),
  security("classes of classes", "print(().__class__.__base__.__subclasses__())"),
  security("shell", 'import os\n\nos.system("id")'),
  security("subprocess", 'import subprocess\n\nprint(subprocess.run(["id"], check=False))'),
  security(
    "subprocess through a shell",
    'import subprocess\n\nprint(subprocess.run("id", shell=True, check=False))',
  ),
  security("fork", "import os\n\nprint(os.fork())"),
  security("pickle", 'import pickle\n\nprint(pickle.loads(b""))', any),
  security("marshal", 'import marshal\n\nprint(marshal.loads(b""))', any),
  security("requests", 'import requests\n\nprint(requests.get("https://example.com", timeout=5))'),
  security("urllib", 'import urllib.request\n\nprint(urllib.request.urlopen("https://example.com"))'),
  security("socket", "import socket\n\nprint(socket.socket())"),
  security("http.client", 'import http.client\n\nprint(http.client.HTTPSConnection("example.com"))'),
  security("ctypes", "import ctypes\n\nprint(ctypes.CDLL(None))"),
  security(
    "keys in the text",
    'print(boto3.client("sts", aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key="wJalrXUtnFEMI"))',
  ),
  security("keys in a session", 'print(boto3.Session("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI"))'),
  security(
    "keys in a dictionary",
    'planted = {"aws_secret_access_key": "wJalrXUtnFEMI"}\nprint(boto3.client("sts", **planted))',
  ),
  security("keys in the environment", 'import os\n\nos.environ["AWS_SECRET_ACCESS_KEY"] = "wJalrXUtnFEMI"'),
  security("profile of somebody", 'print(boto3.Session(profile_name="prod"))'),
  security("password in the text", 'password = "hunter22"\nprint(password)', any),
  security("another endpoint", 'print(boto3.client("sts", endpoint_url="https://sts.example.com"))'),
  security("certificates unchecked", 'print(boto3.client("sts", verify=False))'),
  security("no encryption on the way", 'print(boto3.client("sts", use_ssl=False))'),
  security(
    "proxy",
    'from botocore.config import Config\n\nprint(boto3.client("sts", config=Config(proxies={"https": "http://example.com"})))',
  ),
  security(
    "unsigned requests",
    'import botocore\nfrom botocore.config import Config\n\nprint(boto3.client("s3", config=Config(signature_version=botocore.UNSIGNED)))',
  ),
  security("credentials read out", "print(boto3.Session().get_credentials())"),
  security(
    "link that is signed",
    'print(boto3.client("s3").generate_presigned_url("get_object", Params={"Bucket": "b", "Key": "k"}))',
    any,
  ),
  security("weak hash", 'import hashlib\n\nprint(hashlib.md5(b"x").hexdigest())', any),
  security("file in the open", 'with open("/tmp/planted", "w") as planted:\n    planted.write("x")', any),
  security("assert", "assert boto3", any),
  security("query built of strings", 'planted = "t"\nprint("SELECT * FROM " + planted)', any),
  security(
    "XML of strangers",
    'import xml.etree.ElementTree as planted\n\nprint(planted.fromstring("<a/>"))',
    any,
  ),
  security("YAML that makes objects", 'import tarfile\n\ntarfile.open("x").extractall()', any),
  security("eval hidden from linters", 'print(eval("1"))  # noqa: S307'),
  security("shell hidden from Bandit", 'import os\n\nos.system("id")  # nosec'),
  security("eval hidden by a file's comment", '# ruff: noqa\n# flake8: noqa\nprint(eval("1"))'),
  security("eval hidden by pylint's comment", 'print(eval("1"))  # pylint: disable=eval-used'),
  {
    name: "comment that hides",
    kinds: ["style"],
    severities: any,
    plant: ({ code, random }) => {
      const comment = random.pick([
        "noqa",
        "NOQA:E501",
        "nosec B101",
        "type: ignore",
        "type:ignore[attr-defined]",
        "fmt: off",
        "fmt:skip",
        "isort: skip",
        "isort:skip_file",
        "pylint: disable=all",
        "ruff: noqa",
        "flake8: noqa",
        "pyright: ignore",
        "mypy: ignore-errors",
        "pyre-ignore",
        "nosemgrep",
        "yapf: disable",
        "autopep8: off",
        "noinspection PyUnresolvedReferences",
        "pragma: no cover",
        "bandit: skip",
        "NOSONAR",
        "skipcq",
        "codeql[py/x]",
        "lgtm[py/x]",
        "checkov:skip=CKV_1",
        "noqa:F401,E402",
        "pytype: disable=x",
        "sourcery skip",
      ]);
      return { code: code.replace(/^import boto3$/m, `import boto3  # ${comment}`) };
    },
  },
];
