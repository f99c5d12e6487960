import type { ParsedPython } from "../syntax.ts";

const suppression =
  /#\s*(noqa|nosec|nosemgrep|nosonar|noinspection|skipcq|type\s*:\s*ignore|pyre-(ignore|fixme|strict|unsafe)|(ruff|flake8|pylint|bandit|autopep8|autoflake|pyright|mypy|pytype|pyre|fmt|yapf|isort|black|pragma|codeql|checkov|sourcery|sonar|semgrep|deepcode|codacy|cspell|spellchecker)\s*:|(codeql|lgtm)\s*\[|lgtm\b|sourcery\s+skip|deepcode\s+ignore)/i;

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
