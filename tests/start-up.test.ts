import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const sources = fileURLToPath(new URL("../src/", import.meta.url));

/** What a file imports before it runs; types are gone by then. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, "utf8");
  const statements = text.matchAll(
    /^(?:import|export)\s+(?!type\b)(?:[^;"']*?\sfrom\s+)?["']([^"']+)["'];/gm,
  );
  return [...statements].flatMap(([, module]) => module ?? []);
}

/** Packages that are loaded with a file, each with the way to it. */
function loadedWith(entry: string): ReadonlyMap<string, string> {
  const packages = new Map<string, string>();
  const ways = new Map([[join(sources, entry), entry]]);
  for (const [file, way] of ways) {
    for (const module of importsOf(file)) {
      const inner = module.startsWith(".") ? join(dirname(file), module) : undefined;
      if (inner === undefined) packages.set(module, packages.get(module) ?? `${way} > ${module}`);
      else if (existsSync(inner) && !ways.has(inner)) ways.set(inner, `${way} > ${relative(sources, inner)}`);
    }
  }
  return packages;
}

describe("starting up", () => {
  it.each([
    ["index.ts", /^(?:liquidjs|@langchain|langsmith|undici|@aws-sdk|@astral-sh|tree-sitter)/],
    ["cli/main.ts", /^(?!(?:commander|zod)$|node:)/],
  ])("%s loads nothing heavy before it is needed", (entry, heavy) => {
    const loaded = loadedWith(entry);
    expect(loaded.size).toBeGreaterThan(1);
    expect([...loaded].filter(([name]) => heavy.test(name)).map(([, way]) => way)).toEqual([]);
  });
});
