import { appended, replaceOne } from "./planting.ts";
import type { Planting, PlantingGround } from "./planting.ts";
import { misspell } from "./random.ts";

const syntax = { kinds: ["syntax"], severities: ["error"] } as const;
const any = ["error", "warning", "info"] as const;
const style = { kinds: ["style"], severities: any } as const;

const line = (name: string, lines: string): Planting => ({
  name,
  ...style,
  plant: (ground) => appended(ground, lines),
});

const failing = (name: string, lines: string): Planting => ({
  name,
  ...syntax,
  plant: (ground) => appended(ground, lines),
});

export const pythonPlantings: readonly Planting[] = [
  {
    name: "import missing",
    kinds: ["import"],
    severities: ["error"],
    plant: (ground) =>
      replaceOne(
        ground,
        /^(import (json|boto3|os|re|datetime)|from botocore.exceptions import ClientError)\n/gm,
        () => ({ text: "\n" }),
      ),
  },
  {
    name: "import that nothing uses",
    kinds: ["style", "security"],
    severities: any,
    plant: (ground) =>
      replaceOne(ground, /^import boto3$/gm, () => ({ text: "import boto3\nimport decimal" })),
  },
  {
    name: "module that is not there",
    kinds: ["import"],
    severities: ["error"],
    plant: (ground) =>
      replaceOne(ground, /^import boto3$/gm, () => {
        const module = ground.random.pick([
          "pandas",
          "botcore",
          "yaml",
          "tabulate",
          "aws_lambda_powertools",
          "pytz",
        ]);
        return { text: `import boto3\nimport ${module}\nprint(${module})` };
      }),
  },
  {
    name: "name that nothing defines",
    kinds: ["import"],
    severities: ["error"],
    plant: (ground) =>
      replaceOne(ground, /(?<=^\s*for \w+ in )[a-z_]{4,}(?=:$|\.|\[)/gm, ([name]) => ({
        text: `${misspell(name, ground.random)}_q`,
      })) ?? appended(ground, "print(reslts_of_all)"),
  },
  {
    name: "name of a builtin taken",
    ...style,
    plant: (ground) => appended(ground, "list = [1]\nprint(list)"),
  },
  {
    name: "import taken by a loop variable",
    ...style,
    plant: (ground) => appended(ground, "import decimal\n\nfor decimal in [1, 2]:\n    print(decimal)"),
  },
  {
    name: "function defined twice",
    kinds: ["style", "import"],
    severities: any,
    plant: (ground) =>
      appended(
        ground,
        "def planted():\n    return 1\n\n\ndef planted():\n    return 2\n\n\nprint(planted())",
      ),
  },
  {
    name: "colon lost",
    ...syntax,
    plant: (ground) =>
      replaceOne(ground, /^(\s*(?:for|if|while|try|def|with|else)\b.*):$/gm, ([, head = ""]) => ({
        text: head,
      })),
  },
  { name: "bracket lost", ...syntax, plant: (ground) => replaceOne(ground, /\)$/gm, () => ({ text: "" })) },
  {
    name: "quote lost",
    ...syntax,
    plant: (ground) => replaceOne(ground, /(?<=\w)"(?=[\],)])/g, () => ({ text: "" })),
  },
  {
    name: "text cut off",
    ...syntax,
    plant: (ground) => replaceOne(ground, /(?<=^print\(json\.dumps\()[\s\S]*$/gm, () => ({ text: "{" })),
  },
  {
    name: "indentation lost",
    ...syntax,
    plant: (ground) => replaceOne(ground, /(?<=:\n) +(?=\S)/g, () => ({ text: "" })),
  },
  {
    name: "indentation too deep",
    ...syntax,
    plant: (ground) =>
      replaceOne(ground, /^(?=print\(|[a-z_]+ = )/gm, (match) =>
        match.index === 0 ? undefined : { text: "   " },
      ),
  },
  {
    name: "fence of Markdown left",
    ...syntax,
    plant: ({ code }: PlantingGround) => ({ code: `\`\`\`python\n${code}\`\`\`\n` }),
  },
  {
    name: "sentence before the script",
    ...syntax,
    plant: ({ code }) => ({ code: `Here is the script you asked for:\n${code}` }),
  },
  {
    name: "typographic quotes",
    ...syntax,
    plant: (ground) => replaceOne(ground, /"(\w+)"/g, ([, text = ""]) => ({ text: `“${text}”` })),
  },
  { name: "print of Python 2", ...syntax, plant: (ground) => appended(ground, 'print "done"') },
  {
    name: "except of Python 2",
    ...syntax,
    plant: (ground) => appended(ground, "try:\n    print(1)\nexcept ValueError, error:\n    print(error)"),
  },
  {
    name: "operator of JavaScript",
    ...syntax,
    plant: (ground) => appended(ground, "if 1 === 1:\n    print(1)"),
  },
  {
    name: "null of JavaScript",
    kinds: ["import"],
    severities: ["error"],
    plant: (ground) => appended(ground, "print([null, true])"),
  },
  {
    name: "await outside of a function",
    kinds: ["syntax", "style"],
    severities: ["error"],
    plant: (ground) => appended(ground, "await boto3.client('sts').get_caller_identity()"),
  },
  {
    name: "return outside of a function",
    kinds: ["syntax", "style"],
    severities: ["error"],
    plant: (ground) => appended(ground, "return 1"),
  },
  line("bare except that passes", "try:\n    print(1)\nexcept:\n    pass"),
  {
    name: "broad except that passes",
    kinds: ["style", "security"],
    severities: any,
    plant: (ground) => appended(ground, "try:\n    print(1)\nexcept Exception:\n    pass"),
  },
  line("mutable default", "def planted(found=[]):\n    return found\n\n\nprint(planted())"),
  line("f-string without a place", 'print(f"done")'),
  line("comparison with None by ==", "print(boto3 == None)"),
  line("comparison with True by ==", "planted = bool(boto3)\nprint(planted == True)"),
  line("literal compared by is", "planted = len('a')\nprint(planted is 1)"),
  line("variable that nothing uses", "def planted():\n    unused = 1\n\n\nplanted()"),
  line(
    "late binding in a loop",
    "planted = []\nfor number in range(3):\n    planted.append(lambda: number)\nprint(planted)",
  ),
  line("key twice in a dictionary", 'print({"a": 1, "a": 2})'),
  line(
    "too complex a function",
    `def planted(a):\n${Array.from({ length: 14 }, (_, index) => `    if a == ${index}:\n        a += 1\n`).join("")}    return a\n\n\nprint(planted(1))`,
  ),
  line("line too long", `print("${"words ".repeat(30)}")`),
  line("white space at the end", "print(1)   "),
  line("two statements on a line", "planted = 1; print(planted)"),
  failing("format with a missing argument", 'print("{} {}".format(1))'),
  failing("percent format with a missing argument", 'print("%s %s" % (1,))'),
  line("time without a zone", "import datetime\n\nprint(datetime.datetime.utcnow())"),
];
