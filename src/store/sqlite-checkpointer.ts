import {
  BaseCheckpointSaver,
  TASKS,
  WRITES_IDX_MAP,
  copyCheckpoint,
  getCheckpointId,
  maxChannelVersion,
} from "@langchain/langgraph-checkpoint";
import type {
  ChannelVersions,
  Checkpoint,
  CheckpointListOptions,
  CheckpointMetadata,
  CheckpointTuple,
  PendingWrite,
} from "@langchain/langgraph-checkpoint";
import type { DatabaseSync } from "node:sqlite";
import { openDatabase, transact } from "./open-database.ts";
import type { OpenDatabase } from "./open-database.ts";
import { createQueryRunner, queries } from "./query-runner.ts";
import type { QueryRunner } from "./query-runner.ts";

type Config = CheckpointTuple["config"];
interface Row {
  thread: string;
  namespace: string;
  id: string;
  parent: string | null;
  checkpoint: Uint8Array;
  metadata: Uint8Array;
}

/** LangGraph's checkpoints in the store's file; each channel value is kept once a version, however many checkpoints share it. */
export class SqliteCheckpointer extends BaseCheckpointSaver implements Disposable {
  readonly #database: DatabaseSync;
  readonly #queries: QueryRunner;

  constructor(options: OpenDatabase) {
    super();
    this.#database = openDatabase(options);
    this.#queries = createQueryRunner(this.#database);
  }

  override async getTuple(config: Config): Promise<CheckpointTuple | undefined> {
    const { thread, namespace = "" } = placeOf(config);
    if (thread === undefined) return undefined;
    const ofThread = queries
      .selectFrom("checkpoints")
      .selectAll()
      .where("thread", "=", thread)
      .where("namespace", "=", namespace);
    const id = getCheckpointId(config);
    const [row] = this.#queries.run(
      (id ? ofThread.where("id", "=", id) : ofThread).orderBy("id", "desc").limit(1),
    );
    return row && this.#tupleOf(row);
  }

  override async *list(
    config: Config,
    { limit, before, filter }: CheckpointListOptions = {},
  ): AsyncGenerator<CheckpointTuple> {
    const { thread, namespace, id } = placeOf(config);
    const last = before?.configurable?.["checkpoint_id"] as string | undefined;
    const all = queries
      .selectFrom("checkpoints")
      .selectAll()
      .orderBy("thread")
      .orderBy("namespace")
      .orderBy("id", "desc");
    const ofThread = thread === undefined ? all : all.where("thread", "=", thread);
    const ofNamespace = namespace === undefined ? ofThread : ofThread.where("namespace", "=", namespace);
    const ofId = id === undefined ? ofNamespace : ofNamespace.where("id", "=", id);
    const rows = this.#queries.run(last === undefined ? ofId : ofId.where("id", "<", last));
    let given = 0;
    for (const row of rows) {
      if (limit !== undefined && given >= limit) return;
      const tuple = await this.#tupleOf(row);
      const metadata: Readonly<Record<string, unknown>> = { ...tuple.metadata };
      if (!Object.entries(filter ?? {}).every(([key, value]) => metadata[key] === value)) continue;
      given += 1;
      yield tuple;
    }
  }

  override async put(
    config: Config,
    checkpoint: Checkpoint,
    metadata: CheckpointMetadata,
    newVersions: ChannelVersions,
  ): Promise<Config> {
    const { thread, namespace = "", id: parent = null } = placeOf(config);
    if (thread === undefined)
      throw new Error('A checkpoint needs "thread_id" in the config\'s "configurable".');
    const { channel_values: values, ...rest } = copyCheckpoint(checkpoint);
    const [, body] = await this.serde.dumpsTyped(rest);
    const [, about] = await this.serde.dumpsTyped(metadata);
    const changed = Object.entries(newVersions).filter(([channel]) => channel in values);
    const blobs = await Promise.all(
      changed.map(async ([channel, version]) => {
        const [type, value] = await this.serde.dumpsTyped(values[channel]);
        return { thread, namespace, channel, version: String(version), type, value };
      }),
    );
    const row = { thread, namespace, id: checkpoint.id, parent, checkpoint: body, metadata: about };
    transact(this.#database, () => {
      for (const blob of blobs) this.#queries.run(queries.replaceInto("checkpoint_values").values(blob));
      this.#queries.run(queries.replaceInto("checkpoints").values(row));
    });
    return { configurable: { thread_id: thread, checkpoint_ns: namespace, checkpoint_id: checkpoint.id } };
  }

  override putWrites(config: Config, writes: PendingWrite[], task: string): Promise<void> {
    const written = this.#keepWrites(config, writes, task);
    // LangGraph awaits it later: until then nobody listens, and what the disk refuses would end the process.
    written.catch(() => undefined);
    return written;
  }

  async #keepWrites(config: Config, writes: PendingWrite[], task: string): Promise<void> {
    const { thread, namespace = "", id } = placeOf(config);
    if (thread === undefined || id === undefined)
      throw new Error('Writes need "thread_id" and "checkpoint_id" in the config\'s "configurable".');
    const rows = await Promise.all(
      writes.map(async ([channel, written], index) => {
        const [type, value] = await this.serde.dumpsTyped(written);
        return {
          thread,
          namespace,
          id,
          task,
          position: WRITES_IDX_MAP[channel] ?? index,
          channel,
          type,
          value,
        };
      }),
    );
    transact(this.#database, () => {
      for (const row of rows) {
        // A task's ordinary writes stand once written; its error or interrupt is replaced.
        const insert = queries.insertInto("checkpoint_writes").values(row);
        this.#queries.run(
          row.position < 0
            ? queries.replaceInto("checkpoint_writes").values(row)
            : insert.onConflict((conflict) => conflict.doNothing()),
        );
      }
    });
  }

  override async deleteThread(thread: string): Promise<void> {
    transact(this.#database, () => {
      for (const table of ["checkpoints", "checkpoint_values", "checkpoint_writes"] as const) {
        this.#queries.run(queries.deleteFrom(table).where("thread", "=", thread));
      }
    });
  }

  [Symbol.dispose](): void {
    if (this.#database.isOpen) this.#database.close();
  }

  async #tupleOf({ thread, namespace, id, parent, checkpoint, metadata }: Row): Promise<CheckpointTuple> {
    const rest = (await this.serde.loadsTyped("json", checkpoint)) as Omit<Checkpoint, "channel_values">;
    const place = { thread_id: thread, checkpoint_ns: namespace };
    const whole = { ...rest, channel_values: await this.#valuesOf(thread, namespace, rest.channel_versions) };
    return {
      config: { configurable: { ...place, checkpoint_id: id } },
      checkpoint:
        rest.v < 4 && parent !== null
          ? await this.#withPendingSends(whole, thread, namespace, parent)
          : whole,
      metadata: (await this.serde.loadsTyped("json", metadata)) as CheckpointMetadata,
      pendingWrites: await this.#writesOf(thread, namespace, id),
      ...(parent !== null && { parentConfig: { configurable: { ...place, checkpoint_id: parent } } }),
    };
  }

  /** Before version 4 of the format, sends waited in the parent's writes instead of in a channel. */
  async #withPendingSends(
    checkpoint: Checkpoint,
    thread: string,
    namespace: string,
    parent: string,
  ): Promise<Checkpoint> {
    const sends = (await this.#writesOf(thread, namespace, parent))
      .filter(([, channel]) => channel === TASKS)
      .map(([, , send]) => send);
    const versions = Object.values(checkpoint.channel_versions);
    const version = versions.length > 0 ? maxChannelVersion(...versions) : this.getNextVersion(undefined);
    return {
      ...checkpoint,
      channel_values: { ...checkpoint.channel_values, [TASKS]: sends },
      channel_versions: { ...checkpoint.channel_versions, [TASKS]: version },
    };
  }

  async #valuesOf(
    thread: string,
    namespace: string,
    versions: ChannelVersions,
  ): Promise<Record<string, unknown>> {
    const values: Record<string, unknown> = {};
    const ofThread = queries
      .selectFrom("checkpoint_values")
      .select(["type", "value"])
      .where("thread", "=", thread)
      .where("namespace", "=", namespace);
    for (const [channel, version] of Object.entries(versions)) {
      const [row] = this.#queries.run(
        ofThread.where("channel", "=", channel).where("version", "=", String(version)),
      );
      if (row) values[channel] = await this.serde.loadsTyped(row.type, row.value);
    }
    return values;
  }

  async #writesOf(thread: string, namespace: string, id: string): Promise<[string, string, unknown][]> {
    const ofThread = queries
      .selectFrom("checkpoint_writes")
      .selectAll()
      .where("thread", "=", thread)
      .where("namespace", "=", namespace);
    const rows = this.#queries.run(ofThread.where("id", "=", id).orderBy("task").orderBy("position"));
    return Promise.all(
      rows.map(async (row): Promise<[string, string, unknown]> => [
        row.task,
        row.channel,
        await this.serde.loadsTyped(row.type, row.value),
      ]),
    );
  }
}

function placeOf(config: Config): {
  readonly thread?: string;
  readonly namespace?: string;
  readonly id?: string;
} {
  const { thread_id: thread, checkpoint_ns: namespace, checkpoint_id: id } = config.configurable ?? {};
  return {
    ...(typeof thread === "string" && { thread }),
    ...(typeof namespace === "string" && { namespace }),
    ...(typeof id === "string" && { id }),
  };
}
