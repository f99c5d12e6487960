import type { ServiceModel } from "../service-models.ts";
import { hasKnownKeys } from "./map-keys.ts";

/** What an answer's members are called, and whether it holds a map whose keys nobody knows beforehand: environments, tags, labels. */
export interface AnswerNames {
  readonly members: ReadonlySet<string>;
  readonly openMaps: boolean;
}

export function answerNames(model: ServiceModel, operation: string): AnswerNames {
  const members = new Set<string>();
  const found = { openMaps: false };
  const visited = new Set<string>();
  const visit = (name: string | undefined): void => {
    const shape = name === undefined ? undefined : model.shapes[name];
    if (name === undefined || !shape || visited.has(name)) return;
    visited.add(name);
    if (shape.type === "map" && shape.key)
      found.openMaps ||= !model.shapes[shape.key.shape]?.enum && !hasKnownKeys(model.service, operation);
    for (const [member, ref] of Object.entries(shape.members ?? {})) {
      members.add(member);
      visit(ref.shape);
    }
    for (const ref of [shape.member, shape.value]) visit(ref?.shape);
  };
  visit(model.operations[operation]?.output?.shape);
  return { members, openMaps: found.openMaps };
}
