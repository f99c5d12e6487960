import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/** Things on this machine that a script must not reach: files, servers, a process. */
export interface PlantedWorld extends AsyncDisposable {
  readonly facts: { readonly [name: string]: string | number };
  /** How often one of the servers was reached. */
  hits(): number;
}

export async function plantWorld(): Promise<PlantedWorld> {
  const folder = await mkdtemp(join(tmpdir(), "planted-"));
  await chmod(folder, 0o777);
  for (const name of ["chroot", "scratch"])
    await mkdir(join(folder, name)).then(() => chmod(join(folder, name), 0o777));
  const mark = folder.slice(-6);
  // What this process has in its environment must not come along either.
  process.env["NEPHOSCOPE_PLANTED"] = "1";
  await writeFile(join(folder, "secret"), "planted", { mode: 0o644 });
  const count = { hits: 0 };
  const answer = () => {
    count.hits += 1;
    return "world";
  };
  const servers = [0, 1, 2].map(() =>
    createServer((socket) => socket.on("error", () => undefined).once("data", () => socket.end(answer()))),
  );
  const [tcp, abstract, path] = servers;
  tcp?.listen(0, "127.0.0.1");
  abstract?.listen(`\0planted-${mark}`);
  path?.listen(join(folder, "socket"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  await chmod(join(folder, "socket"), 0o777);
  const udp = createSocket("udp4", (_, from) => udp.send(answer(), from.port, from.address));
  udp.bind(0, "127.0.0.1");
  await once(udp, "listening");
  const victim = spawn("/bin/sh", ["-c", "sleep 120; true", folder], {
    stdio: "ignore",
    detached: true,
    env: { ...process.env, NEPHOSCOPE_PLANTED: "1" },
  });
  const address = tcp?.address();
  return {
    facts: {
      folder,
      mark,
      secret: join(folder, "secret"),
      text: "planted",
      chroot: join(folder, "chroot"),
      scratch: join(folder, "scratch"),
      socket: join(folder, "socket"),
      abstract: `planted-${mark}`,
      tcp: typeof address === "object" && address ? address.port : 0,
      udp: udp.address().port,
      host: process.pid,
      victim: victim.pid ?? 0,
      home: homedir(),
      source: import.meta.filename,
    },
    hits: () => count.hits,
    [Symbol.asyncDispose]: async () => {
      if (victim.pid !== undefined) process.kill(-victim.pid, "SIGKILL");
      for (const server of servers) server.close();
      udp.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
