import { itemReader, text } from "../../facts/reader.ts";
import type { FactReader } from "../../facts/reader.ts";

export const readers: readonly FactReader[] = [
  itemReader("backup", "GetBackupVaultAccessPolicy", "", (item, { params }) => ({
    type: "AWS::Backup::BackupVaultAccessPolicy",
    id: text(item, "BackupVaultName") || text(params, "BackupVaultName"),
    arn: text(item, "BackupVaultArn"),
  })),
];
