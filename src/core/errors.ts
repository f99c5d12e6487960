import { z } from "zod";

/** Stable codes of set-up faults. Foreseen failures of the outside world are values, not these. */
export const errorCode = z
  .enum([
    "usage",
    "configuration",
    "credentials",
    "environment",
    "endpoint",
    "not-found",
    "interrupted",
    "bug",
  ])
  .catch("bug");
export type ErrorCode = z.infer<typeof errorCode>;

/** A broken set-up or a bug. The message says what happened and why; `next` says what to do. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly next: string | undefined;
  readonly retryable: boolean;

  constructor(
    code: ErrorCode,
    message: string,
    options: { next?: string; cause?: unknown; retryable?: boolean } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.next = options.next;
    this.retryable = options.retryable ?? false;
  }
}
