import type { Missing } from "../../core/record/explain-record.ts";
import type { Facts } from "../../core/facts.ts";
import { objects, strings, text } from "../../facts/reader.ts";
import { parseRange, rangesOf } from "./address-range.ts";
import type { AddressRange, AddressSet } from "./address-range.ts";
import { completeRead, missingRead } from "./known.ts";

export type PrefixListEntries =
  | {
      readonly known: true;
      readonly addresses: AddressSet;
      /** Each entry whole, overlapping or not: of routes the length of the prefix decides. */
      readonly blocks: readonly AddressRange[];
    }
  | { readonly known: false; readonly missing: Missing };

/** The CIDR blocks of a prefix list: its entries where they were read whole, else what DescribePrefixLists shows of an AWS-managed one. */
export function prefixListEntries(facts: Facts, id: string): PrefixListEntries {
  const list = facts.get("AWS::EC2::PrefixList", id);
  const entries = facts.get("AWS::EC2::PrefixListEntries", id);
  const read = completeRead(facts, "GetManagedPrefixListEntries", "ec2", { PrefixListId: id });
  if (entries && read) {
    const cidrs = read.pages.flatMap(({ response }) =>
      objects(response, "Entries").map((entry) => text(entry, "Cidr")),
    );
    const managed = text(list?.data, "OwnerId") === "AWS";
    // AWS always fills its own lists: an empty answer about one tells nothing.
    if (cidrs.length > 0 || !managed) return known(cidrs);
  }
  const shown = strings(list?.data, "Cidrs");
  if (shown.length > 0) return known(shown);
  return {
    known: false,
    missing: missingRead(facts, "GetManagedPrefixListEntries", "ec2", { PrefixListId: id }),
  };
}

function known(cidrs: readonly string[]): PrefixListEntries {
  return { known: true, addresses: rangesOf(cidrs), blocks: cidrs.flatMap((cidr) => parseRange(cidr) ?? []) };
}
