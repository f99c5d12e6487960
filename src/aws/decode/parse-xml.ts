/** An element: its name without namespace, and where its content stands in the source, so that a value can be replaced in place. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: XmlElement[];
  /** Text before the first child, entities resolved. */
  text: string;
  readonly start: number;
  end: number;
}

const deepest = 200;
const tagged = /^([\w.:-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)$/;
const attribute = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** Parses the XML that AWS services send: no document types, no external entities. Undefined where it is not well-formed. */
export function parseXml(source: string): XmlElement | undefined {
  const document: XmlElement = {
    name: "",
    attributes: [],
    children: [],
    text: "",
    start: 0,
    end: source.length,
  };
  const open: XmlElement[] = [document];
  let position = 0;
  while (position < source.length) {
    const top = open.at(-1);
    if (!top) return undefined;
    const next = source.indexOf("<", position);
    const until = next < 0 ? source.length : next;
    if (until > position && top.children.length === 0) top.text += unescapeXml(source.slice(position, until));
    if (next < 0) break;
    const skipped = skip(source, next, top);
    if (skipped !== undefined) {
      if (skipped < 0) return undefined;
      position = skipped;
      continue;
    }
    const close = closingBracket(source, next);
    if (close < 0 || open.length > deepest) return undefined;
    if (!readTag(source, next, close, open)) return undefined;
    position = close + 1;
  }
  return open.length === 1 && document.children.length === 1 ? document.children[0] : undefined;
}

/** Text as it may stand between tags. */
export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Comments, declarations and CDATA: where to go on; -1 where the document cannot be read; undefined where it is a tag. */
function skip(source: string, at: number, top: XmlElement): number | undefined {
  if (source.startsWith("<!--", at)) return after(source, "-->", at + 4);
  if (source.startsWith("<?", at)) return after(source, "?>", at + 2);
  if (source.startsWith("<![CDATA[", at)) {
    const end = source.indexOf("]]>", at + 9);
    if (end < 0) return -1;
    if (top.children.length === 0) top.text += source.slice(at + 9, end);
    return end + 3;
  }
  return source.startsWith("<!", at) ? -1 : undefined;
}

function after(source: string, mark: string, from: number): number {
  const end = source.indexOf(mark, from);
  return end < 0 ? -1 : end + mark.length;
}

/** The `>` that ends a tag; one inside an attribute's quotes does not. */
function closingBracket(source: string, from: number): number {
  let quote = "";
  for (let index = from + 1; index < source.length; index += 1) {
    const character = source[index] ?? "";
    if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === ">") return index;
  }
  return -1;
}

function readTag(source: string, at: number, close: number, open: XmlElement[]): boolean {
  if (source[at + 1] === "/") {
    const done = open.pop();
    if (!done || open.length === 0 || localName(source.slice(at + 2, close).trim()) !== done.name)
      return false;
    done.end = at;
    return true;
  }
  const match = tagged.exec(source.slice(at + 1, close));
  if (!match) return false;
  const attributes = [...(match[2] ?? "").matchAll(attribute)].map(
    (one) => [one[1] ?? "", unescapeXml(one[2] ?? one[3] ?? "")] as const,
  );
  const element: XmlElement = {
    name: localName(match[1] ?? ""),
    attributes,
    children: [],
    text: "",
    start: close + 1,
    end: close + 1,
  };
  open.at(-1)?.children.push(element);
  if (match[3] !== "/") open.push(element);
  return true;
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

const entities: { readonly [name: string]: string } = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  if (!text.includes("&")) return text.replaceAll("\r\n", "\n");
  return text
    .replaceAll("\r\n", "\n")
    .replaceAll(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|\w{2,4});/g, (whole, name: string) => {
      if (!name.startsWith("#")) return entities[name] ?? whole;
      const code = name.startsWith("#x") ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
      return code <= 0x10_ffff ? String.fromCodePoint(code) : whole;
    });
}
