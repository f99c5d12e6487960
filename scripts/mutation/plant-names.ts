import { methodName } from "../../src/script/names/method-name.ts";
import { replaceOne, servicesIn } from "./planting.ts";
import type { Planting, PlantingGround } from "./planting.ts";
import { misspell } from "./random.ts";

const apiName = { kinds: ["api-name"], severities: ["error"] } as const;

/** Methods of all operations of the services that the text uses. */
function methodsIn({ code, models }: PlantingGround): ReadonlySet<string> {
  const services = servicesIn(code, models);
  return new Set(
    services.flatMap((name) => Object.keys(models.model(name)?.operations ?? {}).map(methodName)),
  );
}

/** A method call, with what `change` makes of its name; names that happen to exist do not count. */
function changedMethod(ground: PlantingGround, change: (method: string) => string) {
  const methods = methodsIn(ground);
  return replaceOne(ground, /(?<=\.)[a-z][a-z0-9_]+(?=\()/g, ([method]) => {
    const changed = change(method);
    return methods.has(method) && !methods.has(changed) ? { text: changed, meant: method } : undefined;
  });
}

const camel = (name: string): string =>
  name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
const pascal = (name: string): string => camel(name).replace(/^[a-z]/, (letter) => letter.toUpperCase());

const consoleNames: { readonly [service: string]: string } = {
  logs: "cloudwatchlogs",
  events: "eventbridge",
  elbv2: "alb",
  ssm: "systemsmanager",
  secretsmanager: "secretmanager",
  stepfunctions: "states",
  acm: "certificatemanager",
  ec2: "vpc",
  lambda: "aws-lambda",
  dynamodb: "dynamo-db",
  cloudwatch: "cloud-watch",
  resourcegroupstaggingapi: "tagging",
  "cognito-idp": "cognito",
};

const named = (call: string): RegExp => new RegExp(`(?<=\\b${call}\\(\\s*")[a-zA-Z0-9_-]+(?=")`, "g");

export const namePlantings: readonly Planting[] = [
  {
    name: "service misspelt",
    ...apiName,
    plant: (ground) =>
      replaceOne(ground, named("client"), ([service]) => {
        const text = misspell(service, ground.random);
        return ground.models.names().includes(text) || !ground.models.names().includes(service)
          ? undefined
          : { text, meant: service };
      }),
  },
  {
    name: "service called as in the console",
    ...apiName,
    plant: (ground) =>
      replaceOne(ground, named("client"), ([service]) => {
        const text = consoleNames[service];
        return text === undefined ? undefined : { text, meant: service };
      }),
  },
  {
    name: "method misspelt",
    ...apiName,
    plant: (ground) => changedMethod(ground, (method) => misspell(method, ground.random)),
  },
  { name: "method in camel case", ...apiName, plant: (ground) => changedMethod(ground, camel) },
  { name: "method in Pascal case", ...apiName, plant: (ground) => changedMethod(ground, pascal) },
  {
    name: "method with another verb",
    ...apiName,
    plant: (ground) =>
      changedMethod(ground, (method) => {
        const [verb = "", ...rest] = method.split("_");
        const others = ["describe", "list", "get", "fetch", "read"].filter((other) => other !== verb);
        return [ground.random.pick(others), ...rest].join("_");
      }),
  },
  {
    name: "method in singular or plural",
    ...apiName,
    plant: (ground) =>
      changedMethod(ground, (method) => (method.endsWith("s") ? method.slice(0, -1) : `${method}s`)),
  },
  {
    name: "paginator misspelt",
    ...apiName,
    plant: (ground) =>
      replaceOne(ground, named("get_paginator"), ([name]) => ({
        text: misspell(name, ground.random),
        meant: name,
      })),
  },
  {
    name: "paginator in Pascal case",
    ...apiName,
    plant: (ground) =>
      replaceOne(ground, named("get_paginator"), ([name]) => ({ text: pascal(name), meant: name })),
  },
  {
    name: "paginator that an operation lacks",
    ...apiName,
    plant: (ground) =>
      replaceOne(ground, named("get_paginator"), ([name]) => {
        const service = servicesIn(ground.code, ground.models).find((candidate) =>
          Object.keys(ground.models.model(candidate)?.paginators ?? {}).some(
            (own) => methodName(own) === name,
          ),
        );
        const model = service === undefined ? undefined : ground.models.model(service);
        const lacking = Object.keys(model?.operations ?? {}).filter(
          (operation) => model?.paginators[operation] === undefined,
        );
        const operation = ground.random.pick(lacking);
        return operation === undefined ? undefined : { text: methodName(operation) };
      }),
  },
  {
    name: "waiter that does not exist",
    ...apiName,
    plant: (ground) =>
      replaceOne(ground, /(?<=get_waiter\(\s*")\w+(?=")/g, ([name]) => ({
        text: misspell(name, ground.random),
        meant: name,
      })) ?? addedWaiter(ground),
  },
  {
    name: "exception that does not exist",
    ...apiName,
    plant: (ground) => {
      const [service] = servicesIn(ground.code, ground.models);
      if (service === undefined) return undefined;
      const name = ground.random.pick([
        "NotFoundError",
        "InvalidThingException",
        "AccessDenyed",
        "ThrottleError",
      ]);
      return {
        code: `${ground.code.trimEnd()}\ntry:\n    planted = boto3.client("${service}")\n    planted.meta\nexcept planted.exceptions.${name}:\n    raise\n`,
      };
    },
  },
  {
    name: "resource that does not exist",
    ...apiName,
    plant: (ground) => {
      const lacking = servicesIn(ground.code, ground.models).filter(
        (service) => ground.models.model(service)?.resourceModel === undefined,
      );
      const service = ground.random.pick(lacking);
      return service === undefined
        ? undefined
        : { code: `${ground.code.trimEnd()}\nprint(boto3.resource("${service}"))\n` };
    },
  },
  {
    name: "region that does not exist",
    kinds: ["api-name", "api-parameter"],
    severities: ["error", "warning"],
    plant: (ground) => {
      const [service] = servicesIn(ground.code, ground.models);
      const region = ground.random.pick([
        "us-esat-1",
        "eu-west-1a",
        "us-east1",
        "eu-central",
        "useast-1",
        "eu-north-7",
      ]);
      return service === undefined
        ? undefined
        : {
            code: `${ground.code.trimEnd()}\nprint(boto3.client("${service}", region_name="${region}").meta)\n`,
          };
    },
  },
];

function addedWaiter(ground: PlantingGround) {
  const service = servicesIn(ground.code, ground.models).find(
    (name) => (ground.models.model(name)?.waiters.length ?? 0) > 0,
  );
  const waiter = ground.random.pick(ground.models.model(service ?? "")?.waiters ?? []);
  if (service === undefined || waiter === undefined) return undefined;
  const wrong = misspell(methodName(waiter), ground.random);
  if (ground.models.model(service)?.waiters.some((own) => methodName(own) === wrong) === true)
    return undefined;
  const line = `boto3.client("${service}").get_waiter("${wrong}")`;
  return { code: `${ground.code.trimEnd()}\n${line}\n`, meant: methodName(waiter) };
}
