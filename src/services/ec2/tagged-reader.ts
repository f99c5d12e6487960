import type { Link } from "../../core/facts.ts";
import type { JsonObject } from "../../core/json/json.ts";
import type { FactReader } from "../../facts/reader.ts";
import { listReader, nameTag, text } from "../../facts/reader.ts";

/** A list of EC2 whose items have their id in `member` and their name in a tag. */
export function tagged(
  operation: string,
  list: string,
  type: string,
  member: string,
  links: (item: JsonObject) => readonly Link[] = () => [],
): FactReader {
  return listReader("ec2", operation, `${list}/*`, (item) => ({
    type,
    id: text(item, member),
    name: nameTag(item),
    links: links(item),
  }));
}

/** None where the item names nothing. */
export function link(kind: string, type: string, id: string): readonly Link[] {
  return id === "" ? [] : [{ kind, type, id }];
}
