import type { Facts, Resource } from "../../core/facts.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import { objects, text } from "../../facts/reader.ts";
import { blame } from "../../diagnose/blame.ts";
import type { Check, Fault } from "../../diagnose/check.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import type { Needed } from "../../diagnose/resource-check.ts";

const type = "AWS::EC2::Instance";

/** Stopped machines, failed status checks and scheduled events (EC2 User Guide, Status checks; Scheduled events). */
export const instanceState: Check = resourceCheck({
  id: "ec2.instance-state",
  title: "state, status checks and scheduled events of the instance",
  type,
  reach: 1,
  needed: ({ id }) => [read("DescribeInstances", id), read("DescribeInstanceStatus", id)],
  judge: (instance, { facts }) => {
    const status = facts.get("AWS::EC2::InstanceStatus", instance.id);
    const faults = [
      ...stateFaults(facts, instance),
      ...(status ? statusFaults(facts, instance, status) : []),
    ];
    if (faults.length > 0) return { faults };
    return {
      fine: `${instance.name ?? instance.id} is ${text(instance.data["State"], "Name")} and no status check fails`,
      evidence: [facts.cite(instance, "/State"), ...(status ? [facts.cite(status, "/SystemStatus")] : [])],
    };
  },
});

/** Any read that may show the instance will do: of this one, or of all. */
function read(operation: string, id: string): Needed {
  return {
    service: "ec2",
    operation,
    params: {},
    probe: {
      probe: "ec2/instances",
      variables: { instance_ids: [id] },
      reason: `state and status checks of ${id}`,
    },
    find: (facts) => {
      const reads = facts.reads("ec2", operation);
      return (
        reads.findLast(({ params }) => JSON.stringify(params).includes(id)) ??
        reads.findLast(({ params }) => params["InstanceIds"] === undefined && params["Filters"] === undefined)
      );
    },
  };
}

function stateFaults(facts: Facts, instance: Resource): readonly Fault[] {
  const state = text(instance.data["State"], "Name");
  if (state === "running" || state === "pending" || state === "") return [];
  const reason =
    text(instance.data["StateReason"], "Message") || text(instance.data, "StateTransitionReason");
  const name = instance.name ?? instance.id;
  return [
    blame(instance, {
      property: "State.Name",
      observed: state,
      expected: "running",
      title: `Instance ${name} (${instance.id}) is ${state}${reason === "" ? "" : `: ${reason}`}`,
      explanation: `State.Name of ${name} (${instance.id}) is ${state}${reason === "" ? "" : `, and StateReason says: ${reason}`}. It answers nothing in this state.`,
      evidence: [
        facts.cite(instance, "/State"),
        ...(instance.data["StateReason"] === undefined ? [] : [facts.cite(instance, "/StateReason")]),
      ],
      ...(state === "stopped" && {
        change: {
          summary: `Start ${instance.id}`,
          commands: [["aws", "ec2", "start-instances", "--instance-ids", instance.id]],
          risk: "Its public address changes unless it is an Elastic IP, and it costs again.",
          rollback: shellCommand`aws ec2 stop-instances --instance-ids ${instance.id}`,
          edits: [
            { op: "replace", type: instance.type, id: instance.id, path: "/State/Name", value: "running" },
          ],
        },
      }),
    }),
  ];
}

function statusFaults(facts: Facts, instance: Resource, status: Resource): readonly Fault[] {
  const system = text(status.data["SystemStatus"], "Status");
  const own = text(status.data["InstanceStatus"], "Status");
  const events = objects(status.data, "Events").filter(
    (event) =>
      !text(event, "Description").startsWith("[Completed]") &&
      !text(event, "Description").startsWith("[Canceled]"),
  );
  const [event] = events;
  const failing = [
    system === "impaired" ? "SystemStatus" : "",
    own === "impaired" ? "InstanceStatus" : "",
  ].filter((member) => member !== "");
  if (failing.length === 0 && !event) return [];
  const name = `${instance.name ?? instance.id} (${instance.id})`;
  const planned = event
    ? `scheduled event ${text(event, "Code")}: ${text(event, "Description")}, not before ${text(event, "NotBefore")}`
    : "";
  const sick =
    failing.length > 0 ? `${failing.join(" and ")} ${failing.length > 1 ? "are" : "is"} impaired` : "";
  const told = [sick, planned].filter((part) => part !== "").join("; ");
  const hardware = failing.includes("SystemStatus") || event !== undefined;
  return [
    blame(instance, {
      property: [...failing, ...(event ? ["Events"] : [])].join(" / "),
      observed: { SystemStatus: system, InstanceStatus: own, Events: events.map((one) => text(one, "Code")) },
      expected: "status ok and no scheduled event",
      title: `Instance ${name}: ${told}`,
      explanation: `${told} for ${name}. ${hardware ? "The system status check and such events concern AWS's hardware: stopping and starting the instance moves it to a healthy host." : "The instance status check concerns the machine's own system: its console log tells more."}`,
      evidence: [
        ...failing.map((member) => facts.cite(status, `/${member}`)),
        ...(event ? [facts.cite(status, "/Events")] : []),
      ],
      severity: failing.length > 0 ? "high" : "medium",
    }),
  ];
}
