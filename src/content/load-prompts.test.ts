import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadPrompts, parsePrompt } from "./load-prompts.ts";

const shipped = join(import.meta.dirname, "../../content/prompts");

const good = `id: coder/greet
version: 3
role: coder
description: Greets.
variables:
  name: { type: string, description: "Who", maxLength: 20 }
output: { kind: text }
system: |
  You greet.
user: |
  Greet {{ name }}.
`;

/** The prompt with one text put in the place of another. */
function changed(from: string, to: string): string {
  expect(good).toContain(from);
  return good.replace(from, to);
}

async function folderWith(files: { readonly [path: string]: string }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "prompts-"));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

describe("a prompt file", () => {
  it("is read with the lines of its templates", () => {
    expect(parsePrompt(good, "g.yaml")).toMatchObject({
      id: "coder/greet",
      version: 3,
      file: "g.yaml",
      lines: { system: 9, user: 11 },
      examples: [],
      adjust: [],
    });
  });

  it.each([
    ["broken YAML", changed("{ kind: text }", "{ kind: [ text }"), 7, ""],
    ["a key twice", `${good}version: 4\n`, 12, "unique"],
    ["an unknown tag", changed("version: 3", "version: !!python/object 3"), 2, ""],
    ["an unknown member", `${good}temperature: 1\n`, 12, "temperature"],
    ["a missing member", changed("description: Greets.\n", ""), 1, "description"],
    ["a role that there is not", changed("role: coder", "role: poet"), 3, "role"],
    ["an id that is none", changed("id: coder/greet", "id: ../greet"), 1, "id"],
    ["a variable of no type", changed("type: string", "type: text"), 6, "variables.name.type"],
    [
      "a pattern that is none",
      changed("maxLength: 20", 'pattern: "["'),
      6,
      "variables.name: the pattern [ is no regular expression",
    ],
    [
      "bounds that nothing fits",
      changed("maxLength: 20", "minLength: 9, maxLength: 2"),
      6,
      "minLength is above maxLength",
    ],
    [
      "a default outside of its bounds",
      changed("maxLength: 20", "maxLength: 2, default: Alice"),
      6,
      "the default is longer than 2",
    ],
    [
      "a default of another type",
      changed("maxLength: 20", "default: 3"),
      6,
      "the default has to be a string",
    ],
    [
      "a variable that is not declared",
      changed("Greet {{ name }}.", "Greet\n  {{ name }} of\n  {{ town }}."),
      13,
      '"town" is not declared',
    ],
    [
      "one that is not declared, in a condition",
      changed("You greet.", "You\n  {% if town %}greet{% endif %}."),
      10,
      '"town" is not declared',
    ],
    [
      "a variable that no template uses",
      changed("output:", '  age: { type: integer, description: "Age" }\noutput:'),
      7,
      '"age" is declared, but no template uses it',
    ],
    [
      "a filter that there is not",
      changed("{{ name }}", "\n  {{ name | shout }}"),
      12,
      "undefined filter: shout",
    ],
    ["a tag that there is not", changed("You greet.", "{% greet %}"), 9, 'tag "greet" not found'],
    ["a tag that is not closed", changed("{{ name }}", "{% if name %}"), 11, "not closed"],
    ["an output that is not closed", changed("{{ name }}", "{{ name"), 11, "not closed"],
    [
      "another file drawn in",
      changed("You greet.", "{% render '../../etc/passwd' %}"),
      9,
      'tag "render" not found',
    ],
    ["another file included", changed("You greet.", "{% include name %}"), 9, 'tag "include" not found'],
    ["a layout", changed("You greet.", "{% layout 'x' %}"), 9, 'tag "layout" not found'],
  ])("is refused with file and line for %s", (_what, text, line, message) => {
    const refused = () => parsePrompt(text, "some/greet.yaml");
    expect(refused).toThrow(`some/greet.yaml:${line}: `);
    expect(refused).toThrow(message);
  });

  it("is refused where aliases multiply", () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${["b", "c", "d", "e", "f", "g"]
      .map((name, at) => `${name}: &${name} [${`*${"abcdefg"[at]},`.repeat(10).slice(0, -1)}]`)
      .join("\n")}\n`;
    expect(() => parsePrompt(bomb, "bomb.yaml")).toThrow(/bomb\.yaml:1: /);
  });

  it.each(["", "- a list\n", "just words\n", "null\n"])("is refused where it is %j", (text) => {
    expect(() => parsePrompt(text, "x.yaml")).toThrow("x.yaml:1: ");
  });
});

describe("the library", () => {
  it("ships prompts that can be read, each in the folder of its role", async () => {
    const prompts = await loadPrompts([shipped]);
    expect([...prompts.keys()]).toEqual(
      expect.arrayContaining([
        "analyst/conclude",
        "coder/repair",
        "coder/write",
        "orchestrator/plan",
        "reviewer/review",
        "router/route",
      ]),
    );
    for (const { id, role, file } of prompts.values()) {
      expect(id.split("/")[0]).toBe(role);
      expect(file).toBe(join(shipped, `${id}.yaml`));
    }
  });

  it("lets a user's prompt of the same id win, whatever its version", async () => {
    const ours = await folderWith({
      "coder/greet.yaml": good,
      "coder/other.yaml": changed("coder/greet", "coder/other"),
    });
    const theirs = await folderWith({ "mine.yml": changed("version: 3", "version: 1") });
    const prompts = await loadPrompts([ours, theirs, join(ours, "missing")]);
    expect([...prompts].map(([id, { version, file }]) => [id, version, file])).toEqual([
      ["coder/greet", 1, join(theirs, "mine.yml")],
      ["coder/other", 3, join(ours, "coder/other.yaml")],
    ]);
  });

  it("holds an id once in a folder", async () => {
    const folder = await folderWith({ "a.yaml": good, "b.yaml": good });
    await expect(loadPrompts([folder])).rejects.toThrow(
      `${join(folder, "b.yaml")}:1: the id coder/greet is that of ${join(folder, "a.yaml")} already`,
    );
  });

  it("fails at the first broken file, or tells of each and reads on", async () => {
    const folder = await folderWith({
      "a.yaml": "id: [",
      "b.yaml": changed("role: coder", "role: poet"),
      "c.yaml": good,
      "notes.txt": "no prompt",
    });
    await expect(loadPrompts([folder])).rejects.toThrow(`${join(folder, "a.yaml")}:1`);
    const broken: string[] = [];
    const prompts = await loadPrompts([folder], ({ error }) => broken.push(error.message));
    expect([...prompts.keys()]).toEqual(["coder/greet"]);
    expect(broken).toEqual([
      expect.stringContaining("a.yaml:1: "),
      expect.stringContaining("b.yaml:3: role: "),
    ]);
  });
});
