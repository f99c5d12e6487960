/** The tables as Kysely sees them. What lists are filtered by has a column; the rest is JSON. */
export interface Tables {
  readonly runs: { id: string; job: string; status: string; started_at: string; summary: string };
  readonly events: { run: string; seq: number; at: string; kind: string; body: string };
  readonly bodies: { digest: string; body: string; put_at: number };
  readonly body_uses: { run: string; digest: string };
  readonly audit: {
    seq: number;
    at: string;
    kind: string;
    run: string | null;
    event_seq: number | null;
    event_digest: string | null;
    body: string;
    previous: string;
    hash: string;
  };
  readonly audit_anchors: { through: number; hash: string };
  readonly leases: { run: string; host: string; pid: number; started: string; owner: string; since: string };
  readonly checkpoints: {
    thread: string;
    namespace: string;
    id: string;
    parent: string | null;
    checkpoint: Uint8Array;
    metadata: Uint8Array;
  };
  readonly checkpoint_values: {
    thread: string;
    namespace: string;
    channel: string;
    version: string;
    type: string;
    value: Uint8Array;
  };
  readonly checkpoint_writes: {
    thread: string;
    namespace: string;
    id: string;
    task: string;
    position: number;
    channel: string;
    type: string;
    value: Uint8Array;
  };
}
