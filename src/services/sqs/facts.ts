import type { FactReader } from "../../facts/reader.ts";
import { strings, text } from "../../facts/reader.ts";

/** Which queues give their failures to a queue; the names of the sources stand in the answer as URLs. */
export const readers: readonly FactReader[] = [
  {
    service: "sqs",
    operation: "ListDeadLetterSourceQueues",
    read: ({ params, response }) => {
      const name = text(params, "QueueUrl").split("/").at(-1) ?? "";
      const links = strings(response, "queueUrls").map((url) => ({
        kind: "dead-letters-to",
        type: "AWS::SQS::Queue",
        id: url.split("/").at(-1) ?? url,
      }));
      return links.length === 0
        ? []
        : [{ type: "AWS::SQS::DeadLetterSources", id: name, pointer: "", data: response, links }];
    },
  },
];
