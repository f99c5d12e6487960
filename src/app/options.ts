import type { Reasoner } from "../reason/reason.ts";
import type { Sandbox } from "../core/sandbox.ts";
import type { Service } from "../services/service.ts";
import type { StaticKeys } from "./config.ts";
import type { OwnModels } from "./models/open-models.ts";
import type { Nodes } from "./own-nodes.ts";

/** What a user of the library may bring. */
export interface AppOptions {
  /** Told what setting up does, a line each. */
  readonly report?: (line: string) => void;
  readonly now?: () => Date;
  /** Services beside those that ship. */
  readonly services?: readonly Service[];
  /** Decides instead of the playbooks. */
  readonly reasoner?: Reasoner;
  /** Own chat models, as LangChain knows them, by id: used first in every role, unless a question names others. */
  readonly models?: OwnModels;
  /** Own nodes at the graph's named slots: functions, or files whose default export is one. They stand for those of the configuration. */
  readonly nodes?: Nodes;
  /** Isolation of one's own, whatever `sandbox` says. It alone holds a script that a model wrote; whoever made it puts it away. */
  readonly ownSandbox?: Sandbox;
  /** Keys instead of those of the environment; never written anywhere. */
  readonly credentials?: StaticKeys;
}
