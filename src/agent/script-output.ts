import { Json } from "../core/json/json.ts";

/** What a script printed as JSON: all of it, else its last line. Undefined where neither is JSON. */
export function scriptOutput(stdout: string): Json | undefined {
  const text = stdout.trim();
  return parsed(text) ?? parsed(text.slice(text.lastIndexOf("\n") + 1));
}

function parsed(text: string): Json | undefined {
  if (text === "") return undefined;
  try {
    const result = Json.safeParse(JSON.parse(text));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}
