import { inflateSync } from "node:zlib";

/** Every form in which a script could print a text and a reader could get it back. */
const forms: readonly (readonly [name: string, make: (text: string) => string])[] = [
  ["plain", (text) => text],
  ["reversed", (text) => Array.from(text).toReversed().join("")],
  ["hex", (text) => Buffer.from(text).toString("hex")],
  ["codes", (text) => Array.from(text, (letter) => letter.codePointAt(0)).join(",")],
  [
    "swapped case",
    (text) => text.replace(/[a-z]/gi, (c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())),
  ],
  ["rot13", rotated],
  ["split", (text) => Array.from(text).join("\n")],
  ["split in JSON", (text) => Array.from(text).join("\\n")],
  ["split in JSON in JSON", (text) => Array.from(text).join("\\\\n")],
  ["UTF-16", (text) => Buffer.from(text, "utf16le").toString("latin1")],
  ["percent-encoded", (text) => encodeURIComponent(text)],
  ["in JSON", (text) => JSON.stringify(text).slice(1, -1)],
  ...[0, 1, 2].map((shift): [string, (text: string) => string] => [
    `base64 at ${shift}`,
    (text) => base64At(text, shift),
  ]),
];

function rotated(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= "Z" ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
}

/** What base64 shows of a text that begins `shift` bytes into a group of three. */
function base64At(text: string, shift: number): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)])
    .toString("base64")
    .replaceAll("=", "");
  return encoded.slice(shift === 0 ? 0 : 4, encoded.length - 4);
}

export interface Found {
  readonly secret: string;
  readonly form: string;
  readonly where: string;
}

const window = 8;

/** Looks for every form of every secret, and for a third of a long one, in one pass over each text. */
export class SecretSearch {
  readonly #needles = new Map<string, { needle: string; secret: string; form: string }[]>();

  constructor(secrets: readonly string[]) {
    for (const secret of new Set(secrets))
      for (const piece of piecesOf(secret))
        for (const [form, make] of forms) {
          const needle = make(piece);
          if (needle.length < window) continue;
          const key = needle.slice(0, window);
          this.#needles.set(key, [...(this.#needles.get(key) ?? []), { needle, secret, form }]);
        }
  }

  /** Bytes as they lie in a file, packed pieces unpacked. One hit for each secret and form. */
  in(where: string, bytes: Buffer): readonly Found[] {
    const raw = bytes.toString("latin1");
    const text = `${raw}\n${bytes.toString("utf8")}\n${unpacked(raw)}`;
    const hits = new Map<string, Found>();
    for (let at = 0; at + window <= text.length; at += 1) {
      for (const { needle, secret, form } of this.#needles.get(text.slice(at, at + window)) ?? [])
        if (text.startsWith(needle, at)) hits.set(`${form} ${secret}`, { secret, form, where });
    }
    return [...hits.values()];
  }
}

function piecesOf(secret: string): readonly string[] {
  if (secret.length < 30) return [secret];
  const third = Math.floor(secret.length / 3);
  return [secret, secret.slice(0, third), secret.slice(third, 2 * third), secret.slice(2 * third)].filter(
    (piece) => piece.length >= 10,
  );
}

function unpacked(text: string): string {
  const parts: string[] = [];
  for (const [run] of text.matchAll(/eJ[A-Za-z0-9+/]{8,}={0,2}/g)) {
    try {
      parts.push(inflateSync(Buffer.from(run, "base64")).toString("utf8"));
    } catch {
      // Not packed after all.
    }
  }
  return parts.join("\n");
}
