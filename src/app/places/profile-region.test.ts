import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { profileRegion } from "./profile-region.ts";

describe("the region of a profile", () => {
  it.each([
    ["[default]\nregion = eu-west-1\n", undefined, "eu-west-1"],
    ["[profile dev]\r\noutput=json\r\nregion=us-east-2 # here\r\n", "dev", "us-east-2"],
    ['[profile "two words"]\nregion = sa-east-1\n', "two words", "sa-east-1"],
    ["[profile dev]\n[profile other]\nregion = us-east-2\n", "dev", undefined],
    ["[sso-session dev]\nsso_region = us-east-2\n", "dev", undefined],
    ["[profile dev]\nsso_region = us-east-2\n", "dev", undefined],
    ["", "dev", undefined],
  ])("%j", (text, profile, region) => {
    const file = join(mkdtempSync(join(tmpdir(), "config-")), "config");
    writeFileSync(file, text);
    expect(profileRegion(file, profile)).toBe(region);
    expect(profileRegion(`${file}.none`, profile)).toBeUndefined();
  });
});
