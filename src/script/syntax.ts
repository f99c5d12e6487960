import { createRequire } from "node:module";
import { Language, Parser } from "web-tree-sitter";
import type { TreeCursor } from "web-tree-sitter";

/** A node of a Python syntax tree, read out of the parser's memory once. */
export interface Syntax {
  readonly id: number;
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** 1-based. */
  readonly line: number;
  /** Named children without comments. */
  readonly children: readonly Syntax[];
  /** The first child of each field name. */
  readonly fields: { readonly [name: string]: Syntax };
  /** Set on methods: the node of their class. */
  ownerClass?: number;
}

export interface ParsedPython {
  readonly root: Syntax;
  readonly comments: readonly Syntax[];
  readonly code: string;
}

/** Deeper trees are refused: everything that walks them recurses. */
const deepest = 600;

export type ParsePython = (code: string) => ParsedPython | undefined;

const require = createRequire(import.meta.url);
const loaded: { parser?: Promise<Parser> } = {};

/** Loads the grammar (once a process, about 25 ms). The function it gives never throws: undefined for a tree too deep to follow. */
export async function loadPythonParser(): Promise<ParsePython> {
  loaded.parser ??= makeParser();
  const parser = await loaded.parser;
  return (code) => {
    const tree = parser.parse(code);
    if (tree === null) return undefined;
    const cursor = tree.walk();
    try {
      return readTree(cursor, code);
    } finally {
      cursor.delete();
      tree.delete();
    }
  };
}

async function makeParser(): Promise<Parser> {
  await Parser.init({ locateFile: () => require.resolve("web-tree-sitter/web-tree-sitter.wasm") });
  const language = await Language.load(require.resolve("tree-sitter-python/tree-sitter-python.wasm"));
  const parser = new Parser();
  parser.setLanguage(language);
  return parser;
}

interface Draft {
  readonly id: number;
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly children: Syntax[];
  readonly fields: Record<string, Syntax>;
}

function readTree(cursor: TreeCursor, code: string): ParsedPython | undefined {
  const root = draftOf(cursor, 0);
  const comments: Syntax[] = [];
  const open: Draft[] = [root];
  for (let id = 1, down = cursor.gotoFirstChild(); ;) {
    if (down) {
      const parent = open.at(-1) ?? root;
      const node = draftOf(cursor, id++);
      if (node.type === "comment") comments.push(node);
      else place(node, parent, cursor);
      open.push(node);
      if (open.length > deepest) return undefined;
      down = cursor.gotoFirstChild();
      continue;
    }
    open.pop();
    if (open.length === 0) return { root, comments, code };
    down = cursor.gotoNextSibling();
    if (down) {
      const parent = open.at(-1) ?? root;
      const node = draftOf(cursor, id++);
      if (node.type === "comment") comments.push(node);
      else place(node, parent, cursor);
      open.push(node);
      down = cursor.gotoFirstChild();
      continue;
    }
    cursor.gotoParent();
  }
}

function place(node: Draft, parent: Draft, cursor: TreeCursor): void {
  const field = cursor.currentFieldName;
  if (cursor.nodeIsNamed) parent.children.push(node);
  if (field !== null) parent.fields[field] ??= node;
}

function draftOf(cursor: TreeCursor, id: number): Draft {
  return {
    id,
    type: cursor.nodeType,
    start: cursor.startIndex,
    end: cursor.endIndex,
    line: cursor.startPosition.row + 1,
    children: [],
    fields: {},
  };
}
