import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Prompt, estimateTokens } from "./prompt.ts";
import { renderPrompt } from "./render-prompt.ts";
import { processorTime } from "../testing/processor-time.ts";

/** A prompt with one user template. */
function prompt(user: string, more: object = {}) {
  return {
    ...Prompt.parse({
      id: "coder/x",
      version: 2,
      role: "coder",
      description: "x",
      output: { kind: "text" },
      system: "You help.",
      user,
      ...more,
    }),
    file: "prompts/x.yaml",
  };
}

const text = { type: "string", description: "a text" };

describe("variables", () => {
  it.each([
    ["string", "a", 3, "a string"],
    ["integer", 3, 3.5, "an integer"],
    ["number", 3.5, "3", "a number"],
    ["boolean", false, "false", "a boolean"],
    ["list", ["a"], "a", "a list"],
    ["object", { a: 1 }, ["a"], "an object"],
  ])("of type %s are held to it", (type, right, wrong, name) => {
    const one = prompt("{{ v | json }}", { variables: { v: { ...text, type } } });
    expect(renderPrompt(one, { v: right }, "m").user).toBe(JSON.stringify(right));
    expect(() => renderPrompt(one, { v: wrong }, "m")).toThrow(
      `The prompt coder/x (prompts/x.yaml): the variable "v" has to be ${name}`,
    );
  });

  it.each([
    [{ enum: ["a", "b"] }, "string", "c", "has to be one of a, b"],
    [{ enum: ["a", "b"] }, "list", ["a", "c"], "has to be one of a, b"],
    [{ pattern: "^vpc-" }, "string", "x", "does not match ^vpc-"],
    [{ pattern: "^vpc-" }, "list", ["vpc-1", "x"], "does not match ^vpc-"],
    [{ minLength: 2 }, "string", "x", "is shorter than 2"],
    [{ maxLength: 1 }, "list", ["a", "b"], "is longer than 1"],
    [{ min: 2 }, "integer", 1, "has to be at least 2"],
    [{ max: 2 }, "number", 2.5, "may be at most 2"],
  ])("with %j are held to it", (bounds, type, value, message) => {
    const one = prompt("{{ v }}", { variables: { v: { ...text, type, ...bounds } } });
    expect(() => renderPrompt(one, { v: value }, "m")).toThrow(`the variable "v" ${message}`);
  });

  it("are refused where nobody declared them, and missed where they are wanted", () => {
    const one = prompt("{{ v }}", { variables: { v: text } });
    expect(() => renderPrompt(one, { v: "a", w: "b" }, "m")).toThrow('there is no variable "w"');
    expect(() => renderPrompt(one, { v: "a", constructor: "b" }, "m")).toThrow(
      'there is no variable "constructor"',
    );
    expect(() => renderPrompt(one, {}, "m")).toThrow('the variable "v" is missing: a text');
    expect(() => renderPrompt(one, { v: null }, "m")).toThrow('the variable "v" is missing');
  });

  it("have their default, or are empty where they need not be given", () => {
    const one = prompt("[{{ v }}{{ w }}]", {
      variables: { v: { ...text, default: "usual" }, w: { ...text, required: false } },
    });
    expect(renderPrompt(one, {}, "m").user).toBe("[usual]");
  });
});

describe("a value", () => {
  it.each([
    "{{ system }}",
    "{{ 7 | times: 6 }}",
    "{% assign v = 'x' %}{{ v }}",
    "{% raw %}",
    "{%- comment -%}{%- endcomment -%}",
    "{% for i in (1..1000000000) %}x{% endfor %}",
    "$& $1 \\1",
    "<script>&amp;</script>",
  ])("is never read as a template: %s", (value) => {
    const one = prompt("<{{ v }}>{% for l in ls %}({{ l }}){% endfor %}", {
      variables: { v: text, ls: { ...text, type: "list" } },
    });
    expect(renderPrompt(one, { v: value, ls: [value] }, "m").user).toBe(`<${value}>(${value})`);
  });

  it("stands as it is, whatever it is", () => {
    const one = prompt("<{{ v }}>", { variables: { v: text } });
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        expect(renderPrompt(one, { v: value }, "m").user).toBe(`<${value}>`);
      }),
      { numRuns: 30 },
    );
  });

  it("gives away nothing but itself", () => {
    const one = prompt("[{{ v.constructor }}{{ v.__proto__ }}]", {
      variables: { v: { ...text, type: "object" } },
    });
    expect(() => renderPrompt(one, { v: {} }, "m")).toThrow("undefined variable: v.constructor");
  });
});

describe("a template", () => {
  it.each([
    ["a range", "{% for i in (1..1000000000) %}x{% endfor %}"],
    ["loops in loops", "{% for i in (1..30000) %}{% for j in (1..30000) %}x{% endfor %}{% endfor %}"],
    [
      "a text that doubles",
      "{% assign a = 'xxxxxxxxxxxxxxxx' %}{% for i in (1..60) %}{% assign a = a | append: a %}{% endfor %}{{ a }}",
    ],
  ])("that never ends is stopped: %s", (_what, user) => {
    const began = processorTime();
    expect(() => renderPrompt(prompt(user), {}, "m")).toThrow(/^The prompt coder\/x, user: .*limit exceeded/);
    expect(processorTime() - began).toBeLessThan(20_000);
  });

  it("that draws another file in is no template", () => {
    expect(() => renderPrompt(prompt("{% render 'package.json' %}"), {}, "m")).toThrow(
      'tag "render" not found',
    );
  });

  it("says which part of which prompt does not render", () => {
    expect(() =>
      renderPrompt(prompt("{{ v.name }}", { variables: { v: { ...text, type: "object" } } }), { v: {} }, "m"),
    ).toThrow("The prompt coder/x, user: undefined variable: v.name");
  });
});

describe("what a model is told", () => {
  const one = prompt("Go.", {
    examples: [
      { given: "1 + 1 {{ not evaluated }}", answer: "2" },
      { given: "2 + 2", answer: "4" },
    ],
    adjust: [
      { models: ["tiny-*", "small"], append: "Be short." },
      { models: ["*"], append: "Be kind." },
      { models: ["a.b"], append: "Dots are dots." },
    ],
  });

  it("has the examples as they stand", () => {
    const { system, id, version } = renderPrompt(one, {}, "other");
    expect({ id, version }).toEqual({ id: "coder/x", version: 2 });
    expect(system).toContain("<example 1>\n1 + 1 {{ not evaluated }}\n\nAnswer:\n2\n</example 1>");
    expect(system).toContain("<example 2>\n2 + 2\n\nAnswer:\n4\n</example 2>");
  });

  it.each([
    ["tiny-7b", ["Be short.", "Be kind."]],
    ["small", ["Be short.", "Be kind."]],
    ["not-tiny-7b", ["Be kind."]],
    ["smaller", ["Be kind."]],
    ["axb", ["Be kind."]],
    ["a.b", ["Be kind.", "Dots are dots."]],
  ])("is adjusted for %s", (model, said) => {
    const { system } = renderPrompt(one, {}, model);
    expect(["Be short.", "Be kind.", "Dots are dots."].filter((line) => system.includes(line))).toEqual(said);
  });

  it("is counted at four characters a token", () => {
    expect(estimateTokens({ system: "12345", user: "678" })).toBe(2);
  });
});
