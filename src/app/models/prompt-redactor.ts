import { blinded, redactText } from "../../aws/redact/secret-text.ts";
import type { ModelRegistry } from "../../content/load-models.ts";
import { removedFrom } from "../../trace/removed-from.ts";
import type { Settings } from "../config.ts";
import { ownSecrets, withoutOwn } from "./own-secrets.ts";

/**
 * Blinds what is recognisably a secret in a prompt, and every key of this process. What the words of the user's question mark as one is blinded also where
 * it stands without them. That is not done for texts of the account: who writes them could make any name unreadable.
 */
export function promptRedactor(
  settings: Settings,
  models: ModelRegistry["models"],
  question = "",
): (text: string) => string {
  // Longer ones first: one may be part of another.
  const own = [
    ...ownSecrets(settings, models),
    ...removedFrom(question, redactText(question), blinded).filter(isNoName),
  ].toSorted((a, b) => b.length - a.length);
  return (text) => redactText(withoutOwn(text, own));
}

/** `secret: prod/orders-db` names a resource, of which the facts go on to speak. */
function isNoName(value: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^\w\s/.:-]/].filter((kind) => kind.test(value)).length;
  return kinds >= 3 || (value.length >= 20 && /^(?=.*\d)(?=.*[a-z])[\w+=-]+$/i.test(value));
}
