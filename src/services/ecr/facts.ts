import type { FactReader } from "../../facts/reader.ts";
import { text } from "../../facts/reader.ts";

/** The images of a repository as one list: a tag that is not in it does not exist. */
export const readers: readonly FactReader[] = [
  {
    service: "ecr",
    operation: "ListImages",
    read: ({ params, response }) => [
      { type: "AWS::ECR::Images", id: text(params, "repositoryName"), pointer: "", data: response },
    ],
  },
];
