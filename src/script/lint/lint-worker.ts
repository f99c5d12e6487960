import { parentPort } from "node:worker_threads";
import { loadRuff } from "./ruff.ts";

/** Runs ruff beside the event loop: each message is `{ id, code }`, each answer `{ id, linted }`. */
const lint = loadRuff();
// WebAssembly is slow until it is compiled for good: the first check is thrown away.
lint('import boto3\n\nprint(boto3.client("sts").get_caller_identity()["Account"])\n');

parentPort?.on("message", ({ id, code }: { id: number; code: string }) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origins
  parentPort?.postMessage({ id, linted: lint(code) });
});
