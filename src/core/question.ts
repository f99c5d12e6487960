import { z } from "zod";

/** Something that the question names, before it is known what it is. */
export const Mention = z.object({
  text: z.string(),
  /** What it looks like from its form alone. */
  kind: z.enum(["id", "arn", "name", "bucket", "host", "address", "cidr", "account", "service", "action", "port", "error", "url", "path"]),
  /** CloudFormation-like type, where form or neighbouring words say so (`instance web-1`, `i-…`, `queue x`). */
  type: z.string().optional(),
});
export type Mention = z.infer<typeof Mention>;

/** What is read from the question by code. */
export const Question = z.object({
  text: z.string(),
  mentions: z.array(Mention),
  ports: z.array(z.number().int()),
  protocol: z.enum(["tcp", "udp", "icmp"]).optional(),
  actions: z.array(z.string()),
  services: z.array(z.string()),
  window: z.object({ from: z.string(), to: z.string() }),
});
export type Question = z.infer<typeof Question>;
