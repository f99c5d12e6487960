import type { ParsedPython } from "./syntax.ts";

const suppression =
  /#\s*(noqa|ruff\s*:|flake8\s*:|nosec|nosemgrep|pylint\s*:|type\s*:\s*ignore|fmt\s*:|yapf\s*:|isort\s*:|pragma\s*:)/i;

/** Takes out comments that would silence a check (`# noqa`, `# ruff: …`, `# nosec`), and says where they stood. Lines stay where they are. */
export function stripSuppressions({ code, comments }: ParsedPython): {
  readonly code: string;
  readonly lines: readonly number[];
} {
  const silencing = comments.filter((comment) => suppression.test(code.slice(comment.start, comment.end)));
  const stripped = silencing.toReversed().reduce((text, { start, end }) => {
    const comment = text.slice(start, end);
    const at = comment.search(suppression);
    return `${text.slice(0, start)}${comment.slice(0, at)}`.replace(/[ \t]+$/, "") + text.slice(end);
  }, code);
  return { code: stripped, lines: silencing.map(({ line }) => line) };
}
