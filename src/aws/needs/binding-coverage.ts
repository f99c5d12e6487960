import type { Json, JsonObject } from "../../core/json/json.ts";
import type { ActionsOf } from "./actions.ts";
import { holdsArns } from "./bind-arn.ts";
import type { IamCatalog } from "./iam-catalog.ts";
import { createBinding } from "./resources.ts";
import type { Binding } from "./resources.ts";
import type { ServiceModel, ServiceModels } from "../service-models.ts";

export interface OperationBinding {
  readonly service: string;
  readonly operation: string;
  readonly action: string;
  readonly binding: Binding;
  /** What a request that says all it can is bound to. */
  readonly arns: readonly string[];
}

/** How each operation of a service is bound when its request says all it can say. */
export function bindingCoverage(
  service: string,
  { models, catalog, actions }: { models: ServiceModels; catalog: IamCatalog; actions: ActionsOf },
): readonly OperationBinding[] {
  const model = models.model(service);
  if (!model) return [];
  const bind = createBinding({ models, catalog });
  return Object.entries(model.operations).map(([operation, { input }]) => {
    const [action = ""] = actions(service, operation);
    const [prefix = "", name = ""] = action.split(":");
    const formats = (catalog.action(prefix, name)?.resourceTypes ?? []).flatMap(
      (type) => catalog.arnFormat(prefix, type.name) ?? [],
    );
    const params =
      input === undefined ? {} : structureOf({ model, prefix, formats: filled(formats) }, input.shape, 0);
    const bound = bind(action, { service, operation, params, account: "123456789012", region: "us-east-1" });
    return { service, operation, action, binding: bound.binding, arns: bound.arns };
  });
}

interface Filling {
  readonly model: ServiceModel;
  readonly prefix: string;
  /** What a member for ARNs holds. */
  readonly formats: readonly string[];
}

const anything = "x";
const deepest = 3;

function structureOf(filling: Filling, shape: string, depth: number): JsonObject {
  return Object.fromEntries(
    Object.entries(filling.model.shapes[shape]?.members ?? {}).flatMap(([name, member]) => {
      const value = valueOf(filling, name, member.shape, depth);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

function valueOf(filling: Filling, name: string, shapeName: string, depth: number): Json | undefined {
  const { model, prefix, formats } = filling;
  const shape = model.shapes[shapeName];
  const arns = holdsArns(prefix, name);
  if (shape?.type === "string") return arns ? (formats[0] ?? anything) : (samples[name] ?? anything);
  if (shape?.type === "structure" && depth < deepest) return structureOf(filling, shapeName, depth + 1);
  if (shape?.type === "map") return { [anything]: anything };
  if (shape?.type !== "list" || shape.member === undefined || depth > deepest) return undefined;
  if (arns) return [...formats];
  const inner = valueOf(filling, name, shape.member.shape, depth + 1);
  return inner === undefined ? undefined : [inner];
}

/** Members whose ids tell by their looks what they are of. */
const samples: { readonly [member: string]: string } = {
  HostedZoneId: "ZX",
  Id: "ZX",
  ResourceId: "ZX",
  ResourceIds: "ZX",
  HealthCheckId: "01234567-89ab",
  AccountId: "123456789012",
  ChildId: "123456789012",
  TargetId: "123456789012",
  OrganizationalUnitId: "ou-x",
  PolicyId: "p-x",
  RootId: "r-x",
};

/** The formats with something in every variable. */
function filled(formats: readonly string[]): readonly string[] {
  return formats.map((format) =>
    format
      .replaceAll("${Partition}", "aws")
      .replaceAll("${Region}", "us-east-1")
      .replaceAll("${Account}", "123456789012")
      .replaceAll(/\$\{\w+\}/g, anything),
  );
}
