import { z } from "zod";

/** Something that the question names, before it is known what it is. */
export const Mention = z.object({
  text: z.string(),
  /** What it looks like from its form alone. */
  kind: z.enum([
    "id",
    "arn",
    "name",
    "bucket",
    "host",
    "address",
    "cidr",
    "account",
    "service",
    "action",
    "port",
    "error",
    "url",
    "path",
  ]),
  /** CloudFormation-like type, where form or neighbouring words say so (`instance web-1`, `i-…`, `queue x`). */
  type: z.string().optional(),
  /** Every type that the neighbouring words allow (`cluster x`: several), likeliest first; begins with `type`. */
  types: z.array(z.string()).optional(),
  /** How the sentence uses it: who starts, who is reached, what it is about, or what is merely compared ("bastion-1 works"). */
  role: z.enum(["source", "target", "subject", "compared"]).optional(),
  /** True for a plain word that is a name only when something is called so ("jenkins", "stack web"). */
  weak: z.boolean().optional(),
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
  /** Classes of trouble that its words speak of, strongest first (`connectivity`, `access`, …); none: unknown. */
  symptoms: z.array(z.string()).optional(),
  /** cause: why does something not work. facts: which, who, how many (an answer may be "none"). health: is it all right. */
  asks: z.enum(["cause", "facts", "health"]).optional(),
  /** Types of things that it speaks of without naming one ("any database", "our buckets"). */
  types: z.array(z.string()).optional(),
  /** The time stands in the question's own words; otherwise `window` is the default. */
  timed: z.boolean().optional(),
});
export type Question = z.infer<typeof Question>;
