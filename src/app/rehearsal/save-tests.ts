import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Json, JsonObject } from "../../core/json/json.ts";
import { isArray, isObject } from "../../core/json/json.ts";
import type { ScriptTest } from "../../core/record/script-test.ts";
import { pythonFolder } from "../package-folder.ts";
import type { Rehearsed } from "./rehearse-script.ts";

export interface SaveTests {
  readonly folder: string;
  readonly name: string;
  readonly code: string;
  readonly region: string;
  readonly runs: readonly Rehearsed[];
}

/**
 * Writes the rehearsed cases as tests for pytest: one for each situation, and one in a small account made in moto. They need pytest, boto3 and moto only. Several
 * scripts may share a folder. `scripts/` holds the script as it was tested, `cases/` the answers.
 */
export function saveTests({ folder, name, code, region, runs }: SaveTests): NonNullable<ScriptTest["saved"]> {
  const own = identifier(name);
  const files = [
    [`scripts/${own}.py`, code],
    [`cases/${own}.json`, `${JSON.stringify(casesOf(runs), null, 1)}\n`],
    [`test_${own}.py`, testFile(own, region, runs)],
  ] as const;
  for (const inner of ["scripts", "cases"]) mkdirSync(join(folder, inner), { recursive: true });
  for (const [file, text] of files) writeFileSync(join(folder, file), text);
  const shared = ["replay.py", "mock_account.py"];
  for (const file of shared) copyFileSync(join(pythonFolder, "saved_tests", file), join(folder, file));
  return {
    folder: resolve(folder),
    files: [...files.map(([file]) => file), ...shared],
    command: `python -m pytest ${resolve(folder)}`,
  };
}

function identifier(name: string): string {
  const plain = name.replace(/\.py$/, "").replaceAll(/\W+/g, "_").toLowerCase();
  return /^[a-z_]/.test(plain) ? plain : `_${plain}`;
}

/** Answers and pages of each run, under its name. */
function casesOf(runs: readonly Rehearsed[]): JsonObject {
  return Object.fromEntries(
    runs.map((run): [string, Json] => [
      caseName(run),
      {
        calls: run.answers.map(({ call, response }) => ({
          service: call.service,
          operation: call.operation,
          params: call.params,
          status: call.status === 0 ? 403 : call.status,
          ...(response !== undefined && { response }),
          ...(call.error && { error: { code: call.error.code, message: call.error.message } }),
          ...(call.decision === "denied" && { error: { code: "AccessDenied", message: call.reason ?? "" } }),
        })),
        pages: run.offered.map(({ token, ...page }) => ({ ...page, tokens: [...partsOf(token)] })),
      },
    ]),
  );
}

/** The strings of a token: one of several parts, or one that is a key, is told as JSON. */
function* partsOf(token: string): Generator<string> {
  if (!/^[[{]/.test(token)) {
    yield token;
    return;
  }
  const leaves = (value: unknown): readonly string[] => {
    if (typeof value === "string") return [value];
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [];
  };
  yield* leaves(JSON.parse(token));
}

function caseName({ situation, turn }: Rehearsed): string {
  return `${situation.replace("-", "_")}${turn === undefined ? "" : `_${turn}`}`;
}

/** Strings that the calls name, by parameter, and the services: what the account in moto is made for. */
function accountOf(runs: readonly Rehearsed[]): {
  readonly services: readonly string[];
  readonly names: JsonObject;
} {
  const calls = runs
    .flatMap(({ situation, answers }) => (situation === "minimal" ? answers : []))
    .map(({ call }) => call);
  const names = new Map<string, Set<string>>();
  const note = (name: string, value: Json): void => {
    if (typeof value === "string") names.set(name, (names.get(name) ?? new Set<string>()).add(value));
    if (isArray(value)) for (const item of value) note(name, item);
  };
  for (const { params } of calls)
    if (isObject(params)) for (const [name, value] of Object.entries(params)) note(name, value);
  return {
    services: [...new Set(calls.map(({ service }) => service))].toSorted(),
    names: Object.fromEntries([...names].map(([name, values]) => [name.toLowerCase(), [...values]])),
  };
}

function testFile(own: string, region: string, runs: readonly Rehearsed[]): string {
  const { services, names } = accountOf(runs);
  const cases = runs.map((run) => testOf(run)).join("\n");
  return `"""Tests of scripts/${own}.py, written by \`nephoscope script test --save\`. They need pytest, boto3 and moto; nothing reaches AWS."""
import json
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from mock_account import make
from replay import MotoThenPlayer, Player, load, run

HERE = Path(__file__).parent
SCRIPT = HERE / "scripts" / "${own}.py"
CASES = load(HERE / "cases" / "${own}.json")
REGION = ${JSON.stringify(region)}
SERVICES = ${JSON.stringify(services)}
NAMES = json.loads(${JSON.stringify(JSON.stringify(names))})


@pytest.fixture
def account(monkeypatch):
    """A small account in moto with what the script reads."""
    for name, value in {"ACCESS_KEY_ID": "testing", "SECRET_ACCESS_KEY": "testing", "DEFAULT_REGION": REGION}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    with mock_aws():
        make(SERVICES, NAMES)
        yield


def test_in_a_small_account(account):
    """Moto answers, and the rehearsed answers where moto cannot; ids that the script names may be unknown there."""
    run(SCRIPT, MotoThenPlayer(CASES["minimal"]), REGION, may_report=[ClientError])

${cases}`;
}

function testOf(rehearsed: Rehearsed): string {
  const name = caseName(rehearsed);
  const reports = /^(?:denied|throttled|not-found)$/.test(rehearsed.situation)
    ? ", may_report=[ClientError]"
    : "";
  return `
def test_${name}():
    player = Player(CASES["${name}"])
    run(SCRIPT, player, REGION${reports})
    assert player.unread() == []
`;
}
