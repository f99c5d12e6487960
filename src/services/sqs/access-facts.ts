import type { Link } from "../../core/facts.ts";
import { atPointer, isObject } from "../../core/json/json.ts";
import type { JsonObject } from "../../core/json/json.ts";
import { text } from "../../facts/reader.ts";
import type { FactReader } from "../../facts/reader.ts";

function queueName(url: string): string {
  return url.split("/").at(-1) ?? "";
}

function deadLetters(attributes: JsonObject): readonly Link[] {
  const target = /"deadLetterTargetArn"\s*:\s*"([^"]+)"/.exec(text(attributes, "RedrivePolicy"))?.[1];
  return target === undefined
    ? []
    : [{ kind: "dead-letters-to", type: "AWS::SQS::Queue", id: target.split(":").at(-1) ?? target }];
}

function keyLink(attributes: JsonObject): readonly Link[] {
  const key = text(attributes, "KmsMasterKeyId");
  return key === ""
    ? []
    : [
        {
          kind: "encrypted-with",
          type: key.includes("alias/") ? "AWS::KMS::Alias" : "AWS::KMS::Key",
          id: key.replace(/^.*:(key\/|(?=alias\/))/, ""),
        },
      ];
}

const attributes: FactReader = {
  service: "sqs",
  operation: "GetQueueAttributes",
  read: ({ params, response, account, region }) => {
    const found = atPointer(response, "/Attributes");
    const data = isObject(found) ? found : {};
    const name = queueName(text(params, "QueueUrl"));
    if (name === "") return [];
    const arn = text(data, "QueueArn") || `arn:aws:sqs:${region}:${account}:${name}`;
    return [
      {
        type: "AWS::SQS::Queue",
        id: name,
        name,
        arn,
        pointer: isObject(found) ? "/Attributes" : "",
        data,
        detail: isObject(found) ? 2 : 1,
        links: [...deadLetters(data), ...keyLink(data)],
      },
    ];
  },
};

const urls: FactReader = {
  service: "sqs",
  operation: "ListQueues",
  read: ({ response, account, region }) => {
    const list = response["QueueUrls"];
    return (Array.isArray(list) ? list : []).flatMap((url) =>
      typeof url === "string"
        ? [
            {
              type: "AWS::SQS::Queue",
              id: queueName(url),
              name: queueName(url),
              arn: `arn:aws:sqs:${region}:${account}:${queueName(url)}`,
              pointer: "",
              data: { QueueUrl: url },
              detail: 0,
            },
          ]
        : [],
    );
  },
};

const url: FactReader = {
  service: "sqs",
  operation: "GetQueueUrl",
  read: ({ params, response, account, region }) => {
    const name = text(params, "QueueName");
    return name === "" || response["QueueUrl"] === undefined
      ? []
      : [
          {
            type: "AWS::SQS::Queue",
            id: name,
            name,
            arn: `arn:aws:sqs:${region}:${account}:${name}`,
            pointer: "",
            data: response,
            detail: 0,
          },
        ];
  },
};

export const readers: readonly FactReader[] = [attributes, urls, url];
