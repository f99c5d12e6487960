import { existsSync, readFileSync } from "node:fs";

/** The region that a profile of the AWS configuration file names (AWS SDKs and Tools Reference Guide, "Shared config and credentials files"). */
export function profileRegion(file: string, profile = "default"): string | undefined {
  if (!existsSync(file)) return undefined;
  let section = "";
  for (const line of readFileSync(file, "utf8").split(/\r?\n/)) {
    const header = /^\s*\[\s*(?:profile\s+)?(?:"([^"]*)"|([^\]"]*?))\s*\]/.exec(line);
    if (header) section = header[1] ?? header[2] ?? "";
    const region = section === profile ? /^\s*region\s*=\s*([^\s#;]+)/.exec(line)?.[1] : undefined;
    if (region !== undefined) return region;
  }
  return undefined;
}
