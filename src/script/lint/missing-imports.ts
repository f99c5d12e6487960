import type { RuffFinding } from "./lint-rules.ts";

/** Names that scripts use without importing them, and the import that gives each. */
const givers: { readonly [name: string]: string } = Object.fromEntries([
  ...[
    "json",
    "boto3",
    "botocore",
    "os",
    "re",
    "sys",
    "time",
    "datetime",
    "collections",
    "itertools",
    "functools",
    "math",
    "csv",
    "io",
    "base64",
    "hashlib",
    "ipaddress",
    "logging",
    "string",
    "statistics",
    "textwrap",
    "urllib.parse",
    "uuid",
    "copy",
    "gzip",
    "zlib",
    "operator",
    "random",
    "decimal",
    "fnmatch",
    "traceback",
  ].map((name) => [name.split(".")[0] ?? name, `import ${name}`]),
  ...Object.entries({
    "botocore.exceptions": [
      "ClientError",
      "BotoCoreError",
      "NoCredentialsError",
      "ParamValidationError",
      "WaiterError",
      "EndpointConnectionError",
    ],
    "botocore.config": ["Config"],
    collections: ["defaultdict", "Counter", "OrderedDict", "deque", "namedtuple"],
    "concurrent.futures": ["ThreadPoolExecutor", "as_completed"],
    dataclasses: ["dataclass", "asdict", "field"],
    datetime: ["timedelta", "timezone"],
    decimal: ["Decimal"],
    functools: ["partial", "lru_cache", "reduce"],
    itertools: ["chain", "groupby", "islice"],
    pathlib: ["Path"],
    typing: ["Any", "Optional"],
    "urllib.parse": ["unquote", "urlparse", "quote"],
    "boto3.dynamodb.conditions": ["Key", "Attr"],
    pprint: ["pprint"],
  }).flatMap(([module, names]) => names.map((name) => [name, `from ${module} import ${name}`])),
]);

/** Adds the imports of well-known names that the script uses without importing them. `added` are the names. */
export function addMissingImports(
  code: string,
  findings: readonly RuffFinding[],
): { readonly code: string; readonly added: readonly string[] } {
  const undefinedNames = findings.flatMap(({ code: rule, message }) =>
    rule === "F821" ? [/`([^`]+)`/.exec(message)?.[1] ?? ""] : [],
  );
  const added = [...new Set(undefinedNames)].filter((name) => Object.hasOwn(givers, name)).toSorted();
  if (added.length === 0) return { code, added };
  const lines = added.map((name) =>
    name === "datetime" &&
    /\bdatetime\.(now|utcnow|fromisoformat|strptime|fromtimestamp|min|max)\b/.test(code)
      ? "from datetime import datetime"
      : givers[name],
  );
  const at = placeForImports(code);
  return { code: `${code.slice(0, at)}${lines.join("\n")}\n${code.slice(at)}`, added };
}

/** After the shebang, comments, the docstring and `from __future__` imports, at the start of a line. */
function placeForImports(code: string): number {
  const head =
    /^(?:[ \t]*(?:#[^\n]*)?\n)*(?:[rR]?("""|''')[\s\S]*?\1[ \t]*(?:#[^\n]*)?\n|[rR]?("[^"\n]*"|'[^'\n]*')[ \t]*\n)?(?:[ \t]*(?:#[^\n]*)?\n|from __future__ import [^\n]*\n)*/;
  return head.exec(code)?.[0].length ?? 0;
}
