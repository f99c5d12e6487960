import type { Probe, ProbeRequest } from "../../core/probe.ts";
import { renderProbe } from "./render-probe.ts";

/** The request that stands for several inventories; `of` names them. */
const gatheredId = "inventories";

/** Scripts that the inventories of one round are spread over. */
const scripts = 2;

/**
 * Inventories that need no variables, put together into few scripts: starting a sandbox for each short list would cost more than reading it.
 * Everything else stays a script of its own.
 */
export function gatherInventories(
  requests: readonly ProbeRequest[],
  probes: ReadonlyMap<string, Probe>,
): readonly ProbeRequest[] {
  const short = requests.filter((request) => isShort(request, probes));
  if (short.length <= scripts) return requests;
  const groups = Array.from({ length: scripts }, (_, group) =>
    short.filter((_request, index) => index % scripts === group),
  );
  const rest = requests.filter((request) => !short.includes(request));
  return [...rest, ...groups.map((group) => gathered(group))];
}

/** The requests that a request stands for: itself, or the inventories gathered in it. */
export function ungathered(request: ProbeRequest): readonly ProbeRequest[] {
  return namesIn(request).map((probe) =>
    probe === request.probe ? request : { probe, variables: {}, reason: request.reason },
  );
}

/** One script that takes the inventories one after another; what fails in one does not lose the others. */
export function renderInventories(request: ProbeRequest, probes: ReadonlyMap<string, Probe>): string {
  const parts = namesIn(request).flatMap((name) => {
    const probe = probes.get(name);
    return probe ? [{ name, ...takeApart(renderProbe(probe, {})) }] : [];
  });
  const imports = [...new Set(parts.flatMap((part) => part.imports))].toSorted();
  const functions = parts.map(
    ({ name, body, result }) => `def ${functionName(name)}():\n${indented(body)}\n    return ${result}\n`,
  );
  return [
    `"""Lists what ${parts.length} services hold in the region."""`,
    "",
    ...imports,
    "",
    "",
    functions.join("\n\n"),
    "",
    "found = {}",
    ...parts.map(
      ({ name }) =>
        `try:\n    found["${name.split("/")[0]}"] = ${functionName(name)}()\nexcept Exception as error:\n    found["${name.split("/")[0]}"] = type(error).__name__`,
    ),
    "",
    "print(json.dumps(found))",
    "",
  ].join("\n");
}

export function isGathered(request: ProbeRequest): boolean {
  return request.probe === gatheredId;
}

/** What people are told that it does. */
export function gatheredTask(request: ProbeRequest): string {
  return `list what there is in ${namesIn(request)
    .map((name) => name.split("/")[0])
    .join(", ")}`;
}

function gathered(group: readonly ProbeRequest[]): ProbeRequest {
  return {
    probe: gatheredId,
    variables: { of: group.map(({ probe }) => probe) },
    reason: group[0]?.reason ?? "to find what the question names",
  };
}

function namesIn(request: ProbeRequest): readonly string[] {
  const of = request.variables["of"];
  return isGathered(request) && Array.isArray(of) ? of : [request.probe];
}

function isShort(request: ProbeRequest, probes: ReadonlyMap<string, Probe>): boolean {
  const probe = probes.get(request.probe);
  if (!probe || !request.probe.endsWith("/inventory") || Object.keys(request.variables).length > 0)
    return false;
  return lastPrint.test(probe.code.trimEnd());
}

const lastPrint = /\nprint\(json\.dumps\((.+)\)\)$/;

/** A probe's imports, what it does, and the expression that it prints in the end. */
function takeApart(code: string): {
  readonly imports: readonly string[];
  readonly body: string;
  readonly result: string;
} {
  const text = code.trimEnd().replace(/^"""[\s\S]*?"""\n/, "");
  const result = lastPrint.exec(text)?.[1] ?? "None";
  const lines = text.replace(lastPrint, "").split("\n");
  const isImport = (line: string) => /^(?:import|from) /.test(line);
  return {
    imports: lines.filter(isImport),
    body: lines.filter((line) => !isImport(line)).join("\n"),
    result,
  };
}

function functionName(name: string): string {
  return name.replaceAll(/[^a-z0-9]+/g, "_");
}

function indented(body: string): string {
  return body
    .trim()
    .split("\n")
    .map((line) => (line === "" ? "" : `    ${line}`))
    .join("\n");
}
