import { AppError } from "../core/errors.ts";
import type { ErrorCode } from "../core/errors.ts";
import type { RunRecord } from "../core/record/record.ts";

/** 0 done, 1 the answer is no, 2 usage, 3 credentials, 4 a limit, 5 environment or endpoint, 130 interrupted, 70 a bug. */
const codes: { readonly [code in ErrorCode]: number } = {
  usage: 2,
  configuration: 2,
  "not-found": 2,
  credentials: 3,
  environment: 5,
  endpoint: 5,
  interrupted: 130,
  bug: 70,
};

export function exitCodeOf(error: unknown): number {
  return error instanceof AppError ? codes[error.code] : 70;
}

/** The exit code of a run, by its status and the cause of its failure. */
export function exitCodeOfRun(
  record: Pick<RunRecord, "status"> & Partial<Pick<RunRecord, "errors">>,
): number {
  switch (record.status) {
    case "answered":
      return 0;
    case "limit":
    case "budget":
      return 4;
    case "cancelled":
      return 130;
    case "failed": {
      const code = record.errors?.at(-1)?.code;
      return code !== undefined && Object.hasOwn(codes, code) ? codes[code as ErrorCode] : 70;
    }
  }
}
