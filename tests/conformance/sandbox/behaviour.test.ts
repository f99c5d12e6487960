import { createServer, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultLimits, type Sandbox } from "../../../src/core/sandbox.ts";
import { availableBackends, createControl } from "./backends.ts";
import { run } from "./run.ts";

/** A broker of one answer: takes streams as the real one does. */
function answering(
  status: number,
  body: string,
): { server: Server; connect: (stream: Duplex) => void; seen: string[] } {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(
      `${request.method} ${request.headers.host} ${request.headers.authorization?.slice(0, 16)} ${request.headers["x-amz-security-token"]?.toString() ?? "no token"}`,
    );
    request.resume().on("end", () => response.writeHead(status, { "Content-Type": "text/xml" }).end(body));
  });
  return { server, seen, connect: (stream) => void server.emit("connection", stream) };
}

const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>123456789012</Account><Arn>a</Arn><UserId>u</UserId></GetCallerIdentityResult></GetCallerIdentityResponse>`;

const { available, skipped } = await availableBackends();
for (const { name, why } of skipped) describe.skip(`${name}: ${why}`, () => it("behaves", () => undefined));

const all = [
  ...available.map((backend) => ({ ...backend, isolates: true })),
  { name: "none", create: createControl, isolates: false },
];

describe.each(all)("$name", ({ create, isolates }) => {
  const state: { sandbox?: Sandbox } = {};
  const sandbox = () => {
    if (!state.sandbox) throw new Error("no sandbox");
    return state.sandbox;
  };
  beforeAll(async () => {
    state.sandbox = await create();
    state.sandbox.warm();
  });
  afterAll(async () => state.sandbox?.[Symbol.asyncDispose]());

  it("gives output, error output and exit code apart", async () => {
    const outcome = await run(
      sandbox(),
      "import sys\nprint('héllo')\nprint('wrong', file=sys.stderr)\nsys.exit(3)",
    );
    expect(outcome).toMatchObject({ kind: "exited", exitCode: 3, stdout: "héllo\n", stderr: "wrong\n" });
    expect(outcome.ms).toBeGreaterThan(0);
  });

  it("knows exit codes as an interpreter does", async () => {
    expect(await run(sandbox(), "pass")).toMatchObject({
      kind: "exited",
      exitCode: 0,
      stdout: "",
      stderr: "",
    });
    expect(await run(sandbox(), "import sys\nsys.exit('no')")).toMatchObject({ exitCode: 1, stderr: "no\n" });
    expect(await run(sandbox(), "import os\nos._exit(7)")).toMatchObject({ exitCode: 7 });
    expect(await run(sandbox(), "import os, signal\nos.kill(os.getpid(), signal.SIGTERM)")).toMatchObject({
      kind: "exited",
      exitCode: 143,
    });
  });

  it("shows tracebacks with the script's own lines only", async () => {
    const outcome = await run(sandbox(), "def f():\n    return 1 / 0\n\n\nf()\n");
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stderr).toContain('File "script.py", line 5, in <module>\n    f()');
    expect(outcome.stderr).toContain('File "script.py", line 2, in f\n    return 1 / 0');
    expect(outcome.stderr).toMatch(/ZeroDivisionError: division by zero\n$/);
    expect(outcome.stderr).not.toContain("prelude");
    const broken = await run(sandbox(), "x = (\nprint(1)\n");
    expect(broken.stderr).toContain('File "script.py", line 1');
    expect(broken.stderr).toContain("SyntaxError");
  });

  it("runs it as __main__, with an empty standard input, threads and exit handlers", async () => {
    const code = [
      "import atexit, sys, threading, time",
      "atexit.register(lambda: print('last'))",
      "threading.Thread(target=lambda: (time.sleep(0.1), print('thread'))).start()",
      "print(__name__, repr(sys.stdin.read()), sys.argv)",
    ].join("\n");
    expect((await run(sandbox(), code)).stdout).toBe("__main__ '' ['script.py']\nthread\nlast\n");
  });

  it("hands over nothing of this process's environment", async () => {
    process.env["NEPHOSCOPE_TEST_SECRET"] = "planted";
    const outcome = await run(sandbox(), "import json, os\nprint(json.dumps(dict(os.environ)))");
    delete process.env["NEPHOSCOPE_TEST_SECRET"];
    const names = Object.keys(JSON.parse(outcome.stdout)).toSorted();
    const settings = names.filter((name) => !name.startsWith("AWS_") && name !== "PWD" && name !== "TMPDIR");
    expect(settings).toEqual(["HOME", "LANG", "MALLOC_ARENA_MAX", "PATH", "TZ"]);
    expect(outcome.stdout).not.toContain("planted");
    expect(JSON.parse(outcome.stdout)).toMatchObject({
      AWS_DEFAULT_REGION: "eu-west-1",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_SECRET_ACCESS_KEY: expect.stringContaining("opens-nothing"),
    });
  });

  it("leads boto3's requests to the job's stream, with real host names", async () => {
    const { connect, seen } = answering(200, identity);
    const outcome = await run(
      sandbox(),
      "import boto3\nprint(boto3.client('sts').get_caller_identity()['Account'])",
      { connect },
    );
    expect(outcome).toMatchObject({ exitCode: 0, stdout: "123456789012\n" });
    expect(seen).toEqual(["POST sts.eu-west-1.amazonaws.com AWS4-HMAC-SHA256 no token"]);
  });

  it.each([403, 500, 503])("leaves retries after a %i to the broker", async (status) => {
    const { connect, seen } = answering(
      status,
      "<ErrorResponse><Error><Code>Throttling</Code><Message>m</Message></Error></ErrorResponse>",
    );
    const code =
      "import boto3\ntry:\n    boto3.client('sts').get_caller_identity()\nexcept Exception as error:\n    print(type(error).__name__)";
    expect((await run(sandbox(), code, { connect })).stdout).toBe("ClientError\n");
    expect(seen).toHaveLength(1);
  });

  it("says that the endpoint is not there when the stream is closed", async () => {
    const outcome = await run(sandbox(), "import boto3\nboto3.client('sts').get_caller_identity()");
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stderr).toMatch(/ConnectionClosedError|EndpointConnectionError/);
  });

  it("stops what runs too long, on the minute, whatever it does about it", async () => {
    const code =
      "import os, signal\nfor n in (1, 2, 3, 15):\n    signal.signal(n, signal.SIG_IGN)\nos.close(1)\nos.close(2)\nwhile True:\n    signal.pause()";
    const outcome = await run(sandbox(), code, { limits: { ...defaultLimits, seconds: 1 } });
    expect(outcome).toMatchObject({ kind: "timed-out", why: expect.stringContaining("1 s") });
    expect(outcome.exitCode).toBeUndefined();
    expect(outcome.ms).toBeGreaterThan(900);
    expect(outcome.ms).toBeLessThan(3000);
  });

  it("keeps what was printed before the end", async () => {
    const outcome = await run(sandbox(), "import time\nprint('early', flush=True)\ntime.sleep(60)", {
      limits: { ...defaultLimits, seconds: 1 },
    });
    expect(outcome).toMatchObject({ kind: "timed-out", stdout: "early\n" });
  });

  it("stops endless output, and keeps no more than allowed", async () => {
    const outcome = await run(sandbox(), "while True:\n    print('x' * 1000)", {
      limits: { ...defaultLimits, outputBytes: 100_000 },
    });
    expect(outcome).toMatchObject({
      kind: "exited",
      exitCode: 137,
      why: expect.stringContaining("100000 bytes"),
    });
    expect(outcome.stdout.length + outcome.stderr.length).toBeLessThanOrEqual(200_000);
  });

  it("recognises a want of memory", async () => {
    const outcome = await run(sandbox(), "x = bytearray(2 << 30)", {
      limits: { ...defaultLimits, memoryBytes: 512 * 1024 ** 2 },
    });
    expect(outcome).toMatchObject({ kind: "out-of-memory", exitCode: 1 });
    expect(
      await run(sandbox(), "try:\n    bytearray(2 << 30)\nexcept MemoryError:\n    print('small')"),
    ).toMatchObject({ kind: "exited", exitCode: 0, stdout: "small\n" });
  });

  it("has room for twenty threads", async () => {
    const code =
      "import threading, time\nts = [threading.Thread(target=time.sleep, args=(0.2,)) for _ in range(20)]\n[t.start() for t in ts]\nprint('ok')";
    expect((await run(sandbox(), code)).stdout).toBe("ok\n");
  });

  it("ends at once when it is cancelled, before and during", async () => {
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 300);
    const outcome = await run(sandbox(), "import time\ntime.sleep(60)", { signal: cancel.signal });
    expect(outcome).toMatchObject({ kind: "refused", why: "It was cancelled." });
    expect(outcome.ms).toBeLessThan(5000);
    expect(await run(sandbox(), "print(1)", { signal: AbortSignal.abort() })).toMatchObject({
      kind: "refused",
    });
  });

  it("runs two at once, apart", async () => {
    const first = answering(200, identity.replace("123456789012", "111111111111"));
    const second = answering(200, identity.replace("123456789012", "222222222222"));
    const code =
      "import boto3, time\ntime.sleep(0.2)\nprint(boto3.client('sts').get_caller_identity()['Account'])";
    const outcomes = await Promise.all([
      run(sandbox(), code, { connect: first.connect }),
      run(sandbox(), code, { connect: second.connect }),
    ]);
    expect(outcomes.map((outcome) => outcome.stdout)).toEqual(["111111111111\n", "222222222222\n"]);
    expect([first.seen.length, second.seen.length]).toEqual([1, 1]);
  });

  it.runIf(isolates)("cannot be rid of what stands over it", async () => {
    const code =
      "import os, time\nfor number in (9, 19, 2):\n    try:\n        os.kill(os.getppid(), number)\n    except OSError:\n        pass\ntime.sleep(0.3)\nprint('goes on')";
    expect(await run(sandbox(), code)).toMatchObject({ kind: "exited", exitCode: 0, stdout: "goes on\n" });
  });

  it("opens many streams at once, from threads and from a forked process", async () => {
    const { connect, seen } = answering(200, identity);
    const code = `import boto3, os, threading
def ask():
    assert boto3.Session().client('sts').get_caller_identity()['Account'] == '123456789012'
    done.append(1)
done = []
threads = [threading.Thread(target=ask) for _ in range(8)]
[t.start() for t in threads]
[t.join() for t in threads]
child = os.fork()
if child == 0:
    ask()
    os._exit(0)
print(len(done), os.waitpid(child, 0)[1])`;
    expect(await run(sandbox(), code, { connect })).toMatchObject({ stderr: "", stdout: "8 0\n" });
    expect(seen).toHaveLength(9);
  });

  it("bounds the memory of all processes together, and tells the most they held", async () => {
    const code =
      "import os, time\nfor _ in range(8):\n    if os.fork() == 0:\n        held = bytearray(b'x') * (60 << 20)\n        time.sleep(10)\n        os._exit(0)\ntime.sleep(10)";
    const limits = { ...defaultLimits, memoryBytes: 400 * 1024 ** 2 };
    const outcome = await run(sandbox(), code, { limits });
    expect(outcome).toMatchObject({ kind: "out-of-memory", why: expect.stringContaining("together") });
    expect(outcome.peakBytes).toBeGreaterThan(300 * 1024 ** 2);
  });

  it("does not count twice what forked processes share", async () => {
    const code =
      "import os, time\nheld = bytearray(b'x') * (100 << 20)\nfor _ in range(8):\n    if os.fork() == 0:\n        time.sleep(0.5)\n        os._exit(0)\nfor _ in range(8):\n    os.wait()\nprint('shared')";
    const limits = { ...defaultLimits, memoryBytes: 700 * 1024 ** 2 };
    expect(await run(sandbox(), code, { limits })).toMatchObject({ kind: "exited", stdout: "shared\n" });
  });

  it.runIf(isolates)("leaves nothing to the next script", async () => {
    const code =
      "import os\nfor folder in (os.environ['HOME'], '/dev/shm'):\n    try:\n        open(folder + '/left', 'w').write('x')\n    except OSError:\n        pass\n    try:\n        print(len(os.listdir(folder)))\n    except OSError:\n        print(0)";
    const first = await run(sandbox(), code);
    expect(first.stderr).toBe("");
    expect((await run(sandbox(), code)).stdout).toBe(first.stdout);
  });

  it("refuses jobs once it is closed, and leaves no process of its own", async () => {
    const own = await create();
    own.warm();
    const running = run(own, "import time\ntime.sleep(60)");
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await own[Symbol.asyncDispose]();
    expect(await running).toMatchObject({ kind: "refused" });
    expect(await run(own, "print(1)")).toMatchObject({ kind: "refused", why: "The sandbox is closed." });
  });
});
