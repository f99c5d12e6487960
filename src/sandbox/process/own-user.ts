import { tasksOf } from "./process-tree.ts";
import type { SandboxUser } from "../runtime-folder.ts";

/** Numbers that nobody hands out: between what systemd keeps for homes and containers and what it gives to services (systemd, UIDS-GIDS). */
const first = 60578;
const last = 61183;

/** A user for one sandbox alone, so that the kernel counts its processes apart and guards them from those of other sandboxes. */
export function ownUser(taken: ReadonlySet<number>, draw = Math.random): SandboxUser {
  const count = last - first + 1;
  const start = Math.floor(draw() * count);
  for (let step = 0; step < count; step += 1) {
    const uid = first + ((start + step) % count);
    if (!taken.has(uid) && tasksOf(uid) === 0) return { uid, gid: uid };
  }
  throw new Error("every user number for sandboxes is in use");
}
