import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderHtml } from "../../src/report/render-html.ts";
import { hostileRun } from "../../tests/red-team/hostile-run.ts";
import { payloads } from "../../tests/red-team/payloads.ts";
import type { Attempt } from "./attempt.ts";

const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

interface Opened {
  /** Something in the page ran: the title is another one. */
  readonly ran: boolean;
  readonly requests: number;
}

/** The page with all payloads in every place, opened in a real browser whose every host leads to a counting server. */
export async function openInBrowser(): Promise<readonly Attempt[]> {
  const browser = browsers.find((path) => existsSync(path));
  const names = [
    "a page in a browser: nothing in it runs",
    "a page in a browser: no request leaves",
  ] as const;
  if (browser === undefined)
    return names.map((name) => ({ name, escaped: false, skipped: "there is no Chromium on this machine" }));
  const all = payloads.map(([, text]) => text.slice(0, 200)).join("\n");
  const { record, events } = hostileRun(all);
  const page = renderHtml({
    record,
    verdicts: events.flatMap((event) => (event.kind === "verdict" ? [event] : [])),
  });
  const guarded = await open(browser, page);
  // Without the guard: the same payloads as they are, in a page that says nothing of what it may load.
  const bare = await open(
    browser,
    `<!doctype html><title>x</title><body>${bareTexts()
      .map((text) => `<p>${text}</p>`)
      .join("\n")}`,
  );
  return [
    { name: names[0], escaped: guarded.ran, succeedsWithout: bare.ran },
    {
      name: names[1],
      escaped: guarded.requests > 0,
      succeedsWithout: bare.requests > 0,
      ...(guarded.requests > 0 && { detail: `${guarded.requests} requests` }),
    },
  ];
}

/** What leaves the page is left out, and what opens a comment comes last: they would hide the others. */
function bareTexts(): readonly string[] {
  const texts = payloads.map(([, text]) => text.slice(0, 200)).filter((text) => !text.includes("http-equiv"));
  return texts.toSorted((a, b) => Number(a.includes("<!--")) - Number(b.includes("<!--")));
}

async function open(browser: string, html: string): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), "nephoscope-page-"));
  const seen = { requests: 0 };
  // The browser's own requests go elsewhere: those count that name the attacker's host, in the clear or in the first words of TLS.
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (bytes) => {
      if (bytes.includes("evil.example")) seen.requests += 1;
      socket.destroy();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // it listens on a port
  try {
    const file = join(folder, "page.html");
    writeFileSync(file, html);
    const dom = await domOf(browser, [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--no-first-run",
      `--user-data-dir=${join(folder, "profile")}`,
      `--host-resolver-rules=MAP * 127.0.0.1:${port}`,
      "--virtual-time-budget=3000",
      "--dump-dom",
      `file://${file}`,
    ]);
    if (!dom.includes("<title>")) throw new Error("the browser showed nothing");
    return { ran: /<title>(?:owned|1)<\/title>/.test(dom), requests: seen.requests };
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function domOf(browser: string, words: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(browser, words, { stdio: ["ignore", "pipe", "ignore"] });
    const parts: string[] = [];
    child.stdout.setEncoding("utf8").on("data", (text: string) => parts.push(text));
    const timer = setTimeout(() => child.kill("SIGKILL"), 60_000);
    child.on("close", () => {
      clearTimeout(timer);
      resolve(parts.join(""));
    });
    child.on("error", () => resolve(""));
  });
}
