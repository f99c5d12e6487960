import { z } from "zod";

/** Token counts as LangChain hands them on, of a whole message or of one piece. */
const UsageMetadata = z.object({
  input_tokens: z.number().default(0),
  output_tokens: z.number().default(0),
  input_token_details: z.object({ cache_read: z.number().optional() }).optional(),
  output_token_details: z.object({ reasoning: z.number().optional() }).optional(),
});
export type UsageMetadata = z.infer<typeof UsageMetadata>;

export function usageOf(message: object): UsageMetadata | undefined {
  const parsed = UsageMetadata.safeParse(Reflect.get(message, "usage_metadata"));
  return parsed.success ? parsed.data : undefined;
}
