import { itemReader, text } from "../../facts/reader.ts";
import type { FactReader } from "../../facts/reader.ts";

export const readers: readonly FactReader[] = [
  itemReader("glacier", "GetVaultAccessPolicy", "", (_item, { params }) => ({
    type: "AWS::Glacier::VaultAccessPolicy",
    id: text(params, "vaultName"),
  })),
];
