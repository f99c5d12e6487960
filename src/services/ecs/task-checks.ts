import type { Facts, Resource } from "../../core/facts.ts";
import type { JsonObject } from "../../core/json/json.ts";
import { isObject } from "../../core/json/json.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Fault } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { errorsIn } from "../../diagnose/logs/log-error.ts";
import { linesOf } from "../../diagnose/logs/log-event.ts";
import { objects, text } from "../../facts/reader.ts";

interface Place {
  readonly definition: Resource;
  readonly container: JsonObject;
  readonly index: number;
  readonly facts: Facts;
}

/** What keeps a container from starting or running, one kind after the other ("Stopped tasks error messages"). */
export function containerFaults(definition: Resource, facts: Facts): readonly Fault[] {
  return objects(definition.data, "containerDefinitions").flatMap((container, index) => {
    const place = { definition, container, index, facts };
    return [
      missingImage(place),
      missingLogGroup(place),
      ...deletedSecrets(place),
      failingContainer(place),
    ].filter((fault) => fault !== undefined);
  });
}

function stoppedTasks({ definition, facts }: Place): readonly Resource[] {
  return facts
    .all("AWS::ECS::Task")
    .filter((task) => task.name === definition.id && text(task.data, "stoppedReason") !== "");
}

function missingImage(place: Place): Fault | undefined {
  const { definition, container, index, facts } = place;
  const image = text(container, "image");
  const match = /\.dkr\.ecr\.[\w-]+\.amazonaws\.com(?:\.cn)?\/([^:@]+)(?::([\w.-]+))?$/.exec(image);
  const [repository, tag] = [match?.[1], match?.[2] ?? "latest"];
  if (repository === undefined) return undefined;
  const read = facts.read("ecr", "ListImages", { repositoryName: repository });
  const gone = read?.error?.code === "RepositoryNotFoundException";
  if (
    !read ||
    (!gone &&
      (!read.complete ||
        read.pages.some(({ response }) =>
          objects(response, "imageIds").some((one) => text(one, "imageTag") === tag),
        )))
  )
    return undefined;
  const tags = read.pages
    .flatMap(({ response }) => objects(response, "imageIds").map((one) => text(one, "imageTag")))
    .filter((one) => one !== "");
  return blame(definition, {
    property: `containerDefinitions[${index}].image`,
    observed: image,
    expected: gone
      ? "an image of a repository that exists"
      : `a tag that exists in ${repository}${tags.length > 0 ? `: ${tags.slice(-5).join(", ")}` : ""}`,
    title: gone
      ? `Repository ${repository} of task definition ${definition.id} does not exist`
      : `Image ${repository}:${tag} of task definition ${definition.id} does not exist`,
    explanation: `Task definition ${definition.id} has containerDefinitions[${index}].image ${repository}:${tag}, ${gone ? "whose repository does not exist" : "a tag that does not exist in ECR repository " + repository}${tags.length > 0 ? ` (it has ${tags.slice(-3).join(", ")})` : ""}: tasks stop at the pull.`,
    evidence: [
      facts.cite(definition, `/containerDefinitions/${index}/image`),
      ...(gone ? facts.citeRefusal(read) : facts.citeAbsence(read, "/imageIds", `[?imageTag=='${tag}']`)),
      ...stoppedTasks(place)
        .slice(0, 1)
        .map((task) => facts.cite(task, "/stoppedReason")),
    ],
    severity: "critical",
  });
}

function missingLogGroup(place: Place): Fault | undefined {
  const { definition, container, index, facts } = place;
  const options = isObject(container["logConfiguration"])
    ? container["logConfiguration"]["options"]
    : undefined;
  const group = text(options, "awslogs-group");
  const read =
    group === "" ? undefined : facts.read("logs", "DescribeLogGroups", { logGroupNamePrefix: group });
  if (!read?.complete || text(options, "awslogs-create-group") === "true") return undefined;
  if (
    read.pages.some(({ response }) =>
      objects(response, "logGroups").some((one) => text(one, "logGroupName") === group),
    )
  )
    return undefined;
  return blame(definition, {
    property: `containerDefinitions[${index}].logConfiguration awslogs-group`,
    observed: group,
    expected: "a log group that exists, or awslogs-create-group",
    title: `Log group ${group} of task definition ${definition.id} does not exist`,
    explanation: `Task definition ${definition.id} has logConfiguration awslogs-group ${group}, which does not exist, and no awslogs-create-group: the task stops before its container starts.`,
    evidence: [
      facts.cite(definition, `/containerDefinitions/${index}/logConfiguration`),
      ...facts.citeAbsence(read, "/logGroups", `[?logGroupName=='${group}']`),
      ...stoppedTasks(place)
        .slice(0, 1)
        .map((task) => facts.cite(task, "/stoppedReason")),
    ],
    severity: "critical",
    change: {
      summary: `Create log group ${group}`,
      commands: [["aws", "logs", "create-log-group", "--log-group-name", group]],
      risk: "None; give it a retention.",
      rollback: shellCommand`aws logs delete-log-group --log-group-name ${group}`,
      edits: [],
    },
  });
}

function deletedSecrets({ definition, container, facts }: Place): readonly Fault[] {
  return objects(container, "secrets").flatMap((one) => {
    const from = text(one, "valueFrom");
    const secret = facts.get("AWS::SecretsManager::Secret", from.split(":").slice(0, 7).join(":"));
    const deleted = text(secret?.data, "DeletedDate");
    if (!secret || deleted === "") return [];
    return [
      blame(secret, {
        property: "DeletedDate",
        observed: deleted,
        expected: "a secret that is not marked for deletion",
        title: `Secret ${secret.name} is scheduled for deletion (DeletedDate ${deleted.slice(0, 10)})`,
        explanation: `Secret ${secret.name} has DeletedDate ${deleted}: it is scheduled for deletion and cannot be read, while task definition ${definition.id} still references it as secret ${text(one, "name")}.`,
        evidence: [facts.cite(secret, "/DeletedDate"), facts.cite(definition, "/containerDefinitions")],
        severity: "critical",
        change: {
          summary: `Restore secret ${secret.name}`,
          commands: [["aws", "secretsmanager", "restore-secret", "--secret-id", secret.id]],
          risk: "It is readable again for everybody who may read it.",
          rollback: shellCommand`aws secretsmanager delete-secret --secret-id ${secret.id} --recovery-window-in-days 7`,
          edits: [{ op: "remove", type: secret.type, id: secret.id, path: "/DeletedDate" }],
        },
      }),
    ];
  });
}

function failingContainer(place: Place): Fault | undefined {
  const { definition, container, index, facts } = place;
  const name = text(container, "name");
  const task = facts
    .all("AWS::ECS::Task")
    .find(
      (one) =>
        one.name === definition.id &&
        objects(one.data, "containers").some(
          (run) => text(run, "name") === name && typeof run["exitCode"] === "number" && run["exitCode"] !== 0,
        ),
    );
  const run = objects(task?.data, "containers").find((one) => text(one, "name") === name);
  if (!task || !run) return undefined;
  const code = Number(run["exitCode"]);
  const options = isObject(container["logConfiguration"])
    ? container["logConfiguration"]["options"]
    : undefined;
  const errors = errorsIn(linesOf(facts, text(options, "awslogs-group")));
  const last = errors.at(-1);
  const cited = [facts.cite(task, "/containers"), ...(last ? [facts.cite(last.line.resource)] : [])];
  if (code === 137 || /OutOfMemory/.test(text(run, "reason"))) {
    const memory = container["memory"] ?? definition.data["memory"] ?? null;
    return blame(definition, {
      property: `containerDefinitions[${index}].memory`,
      observed: memory,
      expected: "more than the container uses",
      title: `Container ${name} of ${definition.id} is killed for memory (exit code 137)`,
      explanation: `Container ${name} of task definition ${definition.id} ends with exit code 137: it was killed, with memory ${JSON.stringify(memory)} MiB as its limit.`,
      evidence: [...cited, facts.cite(definition, `/containerDefinitions/${index}`)],
      standing: /OutOfMemory/.test(text(run, "reason")) ? "proved" : "supported",
    });
  }
  const variables = objects(container, "environment");
  const empty = variables.findIndex(
    (one) =>
      (text(one, "value") === "" || last?.line.message.includes(text(one, "name")) === true) &&
      (last === undefined || last.line.message.includes(text(one, "name"))),
  );
  const variable = text(variables[empty], "name");
  if (last && variable !== "") {
    const value = text(variables[empty], "value");
    return blame(definition, {
      property: `containerDefinitions[${index}].environment ${variable}`,
      observed: value,
      expected: "a value that the application accepts",
      title: `Environment variable ${variable} of container ${name} in ${definition.id} is ${value === "" ? "an empty string" : value}`,
      explanation: `Task definition ${definition.id}, container ${name}, has environment ${variable} ${value === "" ? "set to an empty string" : `= ${value}`}; the app exits with code ${code} and says "${last.line.message.slice(0, 100)}".`,
      evidence: [facts.cite(definition, `/containerDefinitions/${index}/environment/${empty}`), ...cited],
    });
  }
  return blame(definition, {
    property: `containerDefinitions[${index}]`,
    observed: `exitCode ${code}`,
    expected: "exit code 0, or a running container",
    title: `Container ${name} of ${definition.id} exits with code ${code}`,
    explanation: `Container ${name} of task definition ${definition.id} exits with code ${code}${last ? `: "${last.line.message.slice(0, 120)}"` : ""}.`,
    evidence: cited,
    standing: last ? "supported" : "hypothesis",
  });
}
