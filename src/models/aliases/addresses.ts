import { isIPv4, isIPv6 } from "node:net";

/** Addresses that are nobody's: unspecified, loopback, link-local, masks, multicast, and those of AWS's own services in every network. */
const nobodysV4 = /^(?:0\.0\.0\.0|127\.|169\.254\.|255\.|22[4-9]\.|23\d\.)/;
const nobodysV6 = /^(?:::1?$|fe80:|ff[0-9a-f]{2}:|fd00:ec2:|0+(?::0+){6}:0*1?$)/i;

/** Each IPv4 address put through `change`, also one written with dashes in a host name (`ip-10-0-3-7`): then `change` sees it with dots. */
export function withIPv4(text: string, change: (address: string) => string): string {
  return text
    .replaceAll(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)/g, (address) =>
      isSomebodys(address) ? change(address) : address,
    )
    .replaceAll(/(?<!\d|(?<!ec)\d-)\d{1,3}(?:-\d{1,3}){3}(?!\d|-\d)/g, (dashed) => {
      const address = dashed.replaceAll("-", ".");
      return isSomebodys(address) ? change(address).replaceAll(".", "-") : dashed;
    });
}

function isSomebodys(address: string): boolean {
  return isIPv4(address) && !nobodysV4.test(address);
}

/** Each IPv6 address put through `change`. `AWS::EC2::VPC`, an ARN and a time are none. */
export function withIPv6(text: string, change: (address: string) => string): string {
  return text.replaceAll(
    /[0-9a-f]{0,4}:[0-9a-f:]{1,100}(?![\w:]|\.\d)/gi,
    (run: string, at: number, whole: string) => {
      // A colon behind an address is the sentence's.
      const end = /(?<!:):$/.test(run) ? run.length - 1 : run.length;
      const start = startOf(run.slice(0, end), whole[at - 1] ?? "");
      if (start === undefined || nobodysV6.test(run.slice(start, end))) return run;
      return run.slice(0, start) + change(run.slice(start, end)) + run.slice(end);
    },
  );
}

/** Where in a run of digits and colons the address begins that it ends with; before it stands a label (`src:2600:1f18::1`). */
function startOf(run: string, before: string): number | undefined {
  for (let start = 0; start < run.length; start = next(run, start)) {
    const left = start === 0 ? before : (run[start - 1] ?? "");
    const standsAlone = !/\w/.test(left) && (left !== ":" || run[start] !== ":");
    if (standsAlone && isIPv6(run.slice(start))) return start;
  }
  return undefined;
}

/** Where the next group begins. */
function next(run: string, start: number): number {
  const colon = run.indexOf(":", start);
  return colon < 0 ? run.length : colon + 1;
}
