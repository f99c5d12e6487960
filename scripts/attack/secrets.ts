import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readSettings } from "../../src/app/config.ts";
import { ensurePython } from "../../src/sandbox/python/python-environment.ts";
import { drawn, upper, word } from "../../tests/red-team/draw-secrets.ts";
import { SecretSearch } from "../../tests/red-team/find-secrets.ts";
import type { Found } from "../../tests/red-team/find-secrets.ts";
import { corpus } from "../../tests/red-team/secret-corpus.ts";
import { commandLine } from "../../tests/scenarios/command-line.ts";
import { simulatorWith } from "../../tests/scenarios/simulator.ts";
import type { Attempt, Family } from "./attempt.ts";

const here = (name: string) => fileURLToPath(new URL(`../../tests/red-team/${name}`, import.meta.url));
const most = { maxBuffer: 1024 ** 3 };

/** The forms that the script itself prints; each must be seen when nothing is in between. */
const printed = ["plain", "reversed", "hex", "codes", "swapped case", "rot13", "split"];

/** The user's own credentials, as the environment, a profile and a single sign-on cache hold them. */
const own = {
  id: `AKIA${upper("own", 16)}`,
  key: word("own secret", 40),
  session: word("own session", 120),
  profileKey: word("own profile", 40),
  sso: word("own sso", 60),
  variable: `Corp-${drawn("own variable", 20, "abcdefghij0123456789")}`,
};

/**
 * Secrets are planted in every place where people leave them, and the user's own credentials where they lie. A script that reads all it can and prints it in ten forms, then a
 * question, an export and the audit log; afterwards every byte that was printed or stored is searched for every form of every secret.
 */
export const secrets: Family = {
  name: "secrets",
  about:
    "planted in the account and on the user's side; printed in ten forms; searched for in every byte kept",
  attack: async (report) => {
    const python = (await ensurePython({ cacheFolder: readSettings().cache, report: () => undefined })).path;
    await using simulator = await simulatorWith("demo.yaml", "shop");
    const named = corpus.flatMap(({ name, text }) => (name === undefined ? [] : [[name, text]]));
    const spoken = corpus.flatMap(({ name, text }) => (name === undefined ? [text] : []));
    const planted = spawnSync(python, [here("plant.py")], {
      input: JSON.stringify({ endpoint: simulator.endpoint, named, spoken }),
      encoding: "utf8",
      ...most,
    });
    const places = Object.entries(JSON.parse(planted.stdout || "{}") as { readonly [place: string]: string });
    const unplanted = places.filter(([, said]) => said !== "planted").map(([place]) => place);
    if (places.length < 15 || unplanted.length > 0)
      throw new Error(`secrets could not be planted: ${unplanted.join(", ")} ${planted.stderr.slice(-300)}`);
    report(`${corpus.length} texts in ${places.length} places`);

    const account = new SecretSearch(corpus.flatMap((one) => one.secrets));
    const keys = {
      AWS_ENDPOINT_URL: simulator.endpoint,
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: own.id,
      AWS_SECRET_ACCESS_KEY: own.key,
      AWS_SESSION_TOKEN: own.session,
    };
    const open = spawnSync(python, [here("leak.py")], { env: keys, ...most });
    const unguarded = account.in("without", open.stdout);
    report(`without the broker ${new Set(unguarded.map(({ secret }) => secret)).size} secrets come out`);

    using home = userHome();
    using line = commandLine({
      ...keys,
      HOME: home.path,
      XDG_CONFIG_HOME: join(home.path, ".config"),
      NEPHOSCOPE_CACHE: readSettings().cache,
      CORPORATE_TOKEN: own.variable,
    });
    const cloud = ["--endpoint-url", simulator.endpoint, "--region", "us-east-1"];
    const script = join(home.path, "leak_credentials.py");
    writeFileSync(
      script,
      readFileSync(here("leak_credentials.py"), "utf8").replaceAll("HOMEFOLDER", home.path),
    );
    const ran = [
      await line.run(["script", "run", here("leak.py"), "--json", "--allow", "secret,data", ...cloud]),
      await line.run(["script", "run", script, "--json", ...cloud]),
      await line.run(["script", "run", script, "--json", "--profile", "planted", ...cloud]),
      await line.run([
        "ask",
        "Why does the function planted-0 fail? Alarm planted is red.",
        "--offline",
        "--json",
        ...cloud,
      ]),
      await line.run([
        "ask",
        "Customers get timeouts on the shop, the load balancer shop-alb. What is wrong?",
        "--offline",
        ...cloud,
      ]),
    ];
    const runs = JSON.parse((await line.run(["runs", "list", "--json"])).stdout || "[]") as readonly {
      readonly id: string;
    }[];
    for (const { id } of runs)
      ran.push(await line.run(["runs", "export", id, "--out", join(line.home, "out", id)]));
    ran.push(
      await line.run(["audit", "export", "--out", join(line.home, "audit.jsonl")]),
      await line.run(["audit", "show", "--json"]),
    );
    report(`${ran.length} commands, ${runs.length} runs`);
    const [leaked, looked] = ran;
    if (leaked?.code !== 0 || looked?.code !== 0 || runs.length < 4)
      throw new Error(
        `the scripts did not run to their end: ${leaked?.stderr.slice(-300)} ${looked?.stderr.slice(-300)} ${ran.map(({ code }) => code).join(" ")}`,
      );

    const kept = bytesKept(
      line.home,
      ran.flatMap(({ stdout, stderr }) => [stdout, stderr]),
    );
    const ownSearch = new SecretSearch(Object.values(own).filter((text) => text !== own.id));
    const found = kept.flatMap(([where, bytes]) => [
      ...account.in(where, bytes),
      ...ownSearch.in(where, bytes),
    ]);
    report(
      `${kept.length} files and outputs, ${Math.round(kept.reduce((sum, [, bytes]) => sum + bytes.length, 0) / 1e6)} MB searched`,
    );
    const ownOpen = spawnSync(python, [script], {
      env: { ...keys, HOME: home.path, CORPORATE_TOKEN: own.variable },
      ...most,
    });
    const ownUnguarded = ownSearch.in("without", ownOpen.stdout);
    return [
      ...corpus.flatMap(({ kind, secrets: hidden }) =>
        hidden.map((secret) => attemptOf(kind, secret, found, unguarded, printed)),
      ),
      ...Object.entries(own)
        .filter(([name]) => name !== "id")
        .map(([name, secret]) =>
          attemptOf(`the user's own: ${name}`, secret, found, ownUnguarded, [
            "plain",
            "reversed",
            "hex",
            "split",
          ]),
        ),
    ];
  },
};

function attemptOf(
  name: string,
  secret: string,
  found: readonly Found[],
  unguarded: readonly Found[],
  forms: readonly string[],
): Attempt {
  const hits = found.filter((one) => one.secret === secret);
  const seen = new Set(unguarded.filter((one) => one.secret === secret).map(({ form }) => form));
  return {
    name,
    escaped: hits.length > 0,
    succeedsWithout: forms.every((form) => seen.has(form)),
    ...(hits[0] && {
      detail: `${hits[0].form} in ${[...new Set(hits.map(({ where }) => where))].join(", ")}`,
    }),
  };
}

function userHome() {
  const path = mkdtempSync(join(tmpdir(), "nephoscope-user-"));
  mkdirSync(join(path, ".aws", "sso", "cache"), { recursive: true });
  writeFileSync(
    join(path, ".aws", "credentials"),
    `[planted]\naws_access_key_id = ${own.id}\naws_secret_access_key = ${own.profileKey}\n`,
  );
  writeFileSync(join(path, ".aws", "config"), "[profile planted]\nregion = us-east-1\n");
  writeFileSync(join(path, ".aws", "sso", "cache", "planted.json"), JSON.stringify({ accessToken: own.sso }));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Every file below the product's home, byte for byte (the database's journal too), and everything that was printed. */
function bytesKept(home: string, outputs: readonly string[]): readonly (readonly [string, Buffer])[] {
  const files = readdirSync(home, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(home, name)).isFile(),
  );
  return [
    ...files.map((name) => [name, readFileSync(join(home, name))] as const),
    ...outputs.map((text, at) => [`output ${at}`, Buffer.from(text)] as const),
  ];
}
