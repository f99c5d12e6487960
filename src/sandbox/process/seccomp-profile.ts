import {
  deniedCalls,
  examinedCalls,
  newNamespaces,
  terminalInput,
  unixFamily,
  type FilterArchitecture,
} from "./system-calls.ts";

const notPermitted = 1; // EPERM
const notImplemented = 38; // ENOSYS
const addressFamily = 97; // EAFNOSUPPORT

/** The same filter in the form that Docker and Podman take, for `--security-opt seccomp=FILE`. Source: OCI runtime specification, Seccomp. */
export function seccompProfile(architecture: FilterArchitecture): string {
  const refuse = (names: readonly string[], errnoRet: number, args?: readonly Argument[]) => ({
    names: [...names],
    action: "SCMP_ACT_ERRNO",
    errnoRet,
    ...(args && { args }),
  });
  // One rule for each bit: a rule compares masked bits with one value.
  const bits = Array.from({ length: 32 }, (_, index) => 2 ** index).filter(
    (bit) => (newNamespaces & bit) !== 0,
  );
  return JSON.stringify({
    defaultAction: "SCMP_ACT_ALLOW",
    architectures: [architecture === "x64" ? "SCMP_ARCH_X86_64" : "SCMP_ARCH_AARCH64"],
    syscalls: [
      refuse(namesOn(architecture), notPermitted),
      refuse(["clone3"], notImplemented),
      ...bits.map((bit) =>
        refuse(["clone"], notPermitted, [{ index: 0, value: bit, valueTwo: bit, op: "SCMP_CMP_MASKED_EQ" }]),
      ),
      ...terminalInput.map((request) =>
        refuse(["ioctl"], notPermitted, [{ index: 1, value: request, op: "SCMP_CMP_EQ" }]),
      ),
      refuse(["socket", "socketpair"], addressFamily, [{ index: 0, value: unixFamily, op: "SCMP_CMP_NE" }]),
    ],
  });
}

interface Argument {
  readonly index: number;
  readonly value: number;
  readonly valueTwo?: number;
  readonly op: string;
}

function namesOn(architecture: FilterArchitecture): readonly string[] {
  return Object.entries(deniedCalls).flatMap(([name, numbers]) =>
    numbers[architecture] === undefined || name in examinedCalls[architecture] ? [] : [name],
  );
}
