/** Options of the AWS CLI that change where a command goes or what it trusts. */
const steering =
  /^--(?:endpoint-url|profile|ca-bundle|no-verify-ssl|no-sign-request|debug|cli-input-json|cli-input-yaml|cli-binary-format|query)$/;

/**
 * A word of a command that the AWS CLI would not take as the plain value it is meant to be (AWS CLI User Guide, "Loading a parameter from a file"): names come from the
 * account, and one that is called `--endpoint-url=…` or `file:///…` must not steer the command of whoever pastes it. Undefined: there is none.
 */
export function misreadWord(command: readonly string[]): string | undefined {
  return command
    .slice(1)
    .find(
      (word) =>
        /^fileb?:\/\//i.test(word) ||
        (word.startsWith("--") && (!/^--[a-z][a-z0-9-]*$/.test(word) || steering.test(word))),
    );
}
