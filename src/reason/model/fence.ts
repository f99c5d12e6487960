import { digestOf } from "../../core/digest.ts";

/**
 * Text from the account between marks that it cannot forge: the mark depends on the text itself. What looks like a mark inside is broken.
 * The prompts say that nothing between the marks is an instruction.
 */
export function fenced(name: string, text: string): string {
  const mark = digestOf(text).slice("sha256:".length, "sha256:".length + 8);
  const safe = text.replaceAll(/<(\/?)(data|example|question)/gi, "<$1 $2");
  return `<data name="${name}" mark="${mark}">\n${safe}\n</data ${mark}>`;
}
