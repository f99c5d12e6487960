import type { Diagnostic } from "../../core/script.ts";

/** A name that boto3 does not know, with the nearest right one. */
export function apiName(line: number, rule: string, message: string, suggestion?: string): Diagnostic {
  const said = suggestion === undefined ? message : `${message} Did you mean ${suggestion}?`;
  return {
    rule,
    kind: "api-name",
    severity: "error",
    line,
    message: said,
    fixed: false,
    ...(suggestion !== undefined && { suggestion }),
  };
}

/** A parameter that is unknown, missing or wrong. */
export function apiParameter(line: number, rule: string, message: string, suggestion?: string): Diagnostic {
  const said = suggestion === undefined ? message : `${message} Did you mean ${suggestion}?`;
  return {
    rule,
    kind: "api-parameter",
    severity: "error",
    line,
    message: said,
    fixed: false,
    ...(suggestion !== undefined && { suggestion }),
  };
}
