/** What a script may not use, because it reaches outside the sandbox or hides what it does; with the weakness it would be (CWE). */
export const bannedApis: {
  readonly [name: string]: { readonly msg: string; readonly references: readonly string[] };
} = Object.fromEntries(
  (
    [
      [
        "The sandbox has no network but the broker, which boto3 uses by itself.",
        ["CWE-918"],
        "socket socketserver ssl ftplib smtplib poplib imaplib telnetlib nntplib xmlrpc http.client http.server wsgiref urllib.request urllib3 requests httpx aiohttp paramiko webbrowser asyncio.open_connection asyncio.start_server asyncio.open_unix_connection",
      ],
      [
        "A script starts no processes.",
        ["CWE-78"],
        "subprocess pty multiprocessing.Process multiprocessing.Pool multiprocessing.process multiprocessing.context concurrent.futures.ProcessPoolExecutor asyncio.create_subprocess_exec asyncio.create_subprocess_shell os.system os.popen os.fork os.forkpty os.execl os.execle os.execlp os.execlpe os.execv os.execve os.execvp os.execvpe os.spawnl os.spawnle os.spawnlp os.spawnlpe os.spawnv os.spawnve os.spawnvp os.spawnvpe os.posix_spawn os.posix_spawnp os.startfile os.kill os.killpg",
      ],
      ["A script uses no native code.", ["CWE-111"], "ctypes cffi mmap fcntl"],
      [
        "Code that is made at run time cannot be checked before it runs.",
        ["CWE-94"],
        "importlib imp runpy code codeop pkgutil zipimport marshal builtins sys.settrace sys.setprofile sys.modules sys.path sys.meta_path types.CodeType types.FunctionType",
      ],
      ["Unpickling runs code.", ["CWE-502"], "pickle cPickle dill shelve jsonpickle"],
      [
        "boto3's transport and signing are the sandbox's business.",
        ["CWE-441"],
        "botocore.httpsession botocore.awsrequest botocore.auth botocore.signers botocore.credentials botocore.endpoint",
      ],
    ] as const
  ).flatMap(([msg, references, names]) => names.split(" ").map((name) => [name, { msg, references }])),
);

/** Ruff's settings: pyflakes, pycodestyle, import order, bugbear, Bandit, pyupgrade, banned modules, naive datetimes. */
export const ruffSettings = {
  "line-length": 110,
  "target-version": "py311",
  lint: {
    select: ["E", "F", "W", "C90", "I", "A", "B", "S", "UP", "PLE", "DTZ", "C4", "TID251"],
    "flake8-tidy-imports": {
      "banned-api": Object.fromEntries(Object.entries(bannedApis).map(([name, { msg }]) => [name, { msg }])),
    },
  },
};

/** Rules whose fixes keep the meaning: ruff's safe ones, which its WASM build does not mark. */
export const safeFixes: ReadonlySet<string> = new Set([
  "I001",
  "F401",
  "F541",
  "F632",
  "E401",
  "E711",
  "E713",
  "E714",
  "E703",
  "W291",
  "W292",
  "W293",
  "W391",
  "W605",
  "UP004",
  "UP006",
  "UP007",
  "UP008",
  "UP009",
  "UP010",
  "UP011",
  "UP012",
  "UP015",
  "UP017",
  "UP018",
  "UP024",
  "UP026",
  "UP034",
  "UP035",
  "UP037",
  "UP039",
  "UP041",
  "UP045",
]);
