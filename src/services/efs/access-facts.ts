import { itemReader, text } from "../../facts/reader.ts";
import type { FactReader } from "../../facts/reader.ts";

export const readers: readonly FactReader[] = [
  itemReader("efs", "DescribeFileSystemPolicy", "", (item, { params }) => ({
    type: "AWS::EFS::FileSystemPolicy",
    id: text(item, "FileSystemId") || text(params, "FileSystemId"),
  })),
];
