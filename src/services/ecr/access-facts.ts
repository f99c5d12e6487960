import { itemReader, listReader, text } from "../../facts/reader.ts";
import type { FactReader } from "../../facts/reader.ts";

export const readers: readonly FactReader[] = [
  listReader("ecr", "DescribeRepositories", "repositories/*", (item) => ({
    type: "AWS::ECR::Repository",
    id: text(item, "repositoryName"),
    arn: text(item, "repositoryArn"),
  })),
  itemReader("ecr", "GetRepositoryPolicy", "", (item, { params }) => ({
    type: "AWS::ECR::RepositoryPolicy",
    id: text(item, "repositoryName") || text(params, "repositoryName"),
  })),
];
