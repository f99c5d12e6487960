import { distance } from "../names/nearest-name.ts";
import { shippedPackages } from "./shipped-packages.ts";

/** Packages that scripts around AWS are written with; what is only called like one of them is not taken. */
const popular: readonly string[] =
  "aiobotocore aioboto3 aiohttp anyio arrow attrs awscli aws-lambda-powertools aws-sam-cli aws-xray-sdk beautifulsoup4 black boto boto3 boto3-stubs botocore botocore-stubs cachetools certifi cffi chardet charset-normalizer click colorama coverage cryptography dataclasses-json deepdiff django docker docutils fastapi filelock flake8 flask fsspec google-auth grpcio h11 httpx idna importlib-metadata ipaddress isort jinja2 jmespath joblib jsonpatch jsonpath-ng jsonschema kubernetes lxml markdown markupsafe matplotlib moto mypy netaddr networkx numpy openpyxl orjson packaging pandas paramiko pathspec pendulum pillow pip platformdirs pluggy prettytable protobuf psutil psycopg2 pyarrow pyasn1 pycparser pycryptodome pydantic pygments pyjwt pymysql pyopenssl pyparsing pytest python-dateutil python-dotenv python-hcl2 pytz pyyaml redis regex requests requests-aws4auth responses rich rsa ruamel-yaml s3fs s3transfer scikit-learn scipy setuptools simplejson six sqlalchemy sqlparse tabulate tenacity termcolor toml tomli tornado tqdm troposphere typer typing-extensions tzdata tzlocal ujson urllib3 virtualenv websocket-client werkzeug wheel wrapt xmltodict zipp".split(
    " ",
  );

const known: readonly string[] = [...new Set([...Object.keys(shippedPackages), ...popular])];

/** Letters that look like others, and separators, made equal. */
const plain = (name: string): string =>
  name
    .replaceAll("-", "")
    .replaceAll("0", "o")
    .replaceAll("1", "l")
    .replaceAll("rn", "m")
    .replaceAll("vv", "w");

const added =
  /^(?:python[23]?|py|lib|aws|amazon|the|real|my|official|secure|fast)-|-(?:python[23]?|py[23]?|lib|sdk|client|dev|official|secure|fast|utils?|tools?|new|latest|fork|[23])$/g;

/** The known package that this name imitates: by a slip, by letters that look alike, by a word put before or behind. */
export function lookalike(name: string): string | undefined {
  if (known.includes(name)) return undefined;
  const bare = name.replaceAll(added, "");
  return (
    known.find((other) => plain(other) === plain(name)) ??
    (bare === name ? undefined : known.find((other) => plain(other) === plain(bare))) ??
    known.find((other) => isSlip(name, other)) ??
    known.find((other) => other.replace(/^python-/, "") === name || `${other}s` === name)
  );
}

/** Short names have many neighbours that mean something else: they must be nearer. */
function isSlip(name: string, other: string): boolean {
  const most = other.length >= 8 ? 2 : other.length >= 4 ? 1 : 0;
  return most > 0 && distance(name, other, most) <= most;
}
