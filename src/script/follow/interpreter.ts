import type { ServiceModels } from "../../aws/service-models.ts";
import { callValues } from "./call-values.ts";
import { evaluate } from "./evaluate.ts";
import { execute } from "./execute.ts";
import { State } from "./state.ts";
import type { Contents } from "./state.ts";
import type { ParsedPython, Syntax } from "../syntax.ts";
import type { PlacedUse, Unresolved, Use } from "./use.ts";
import { openArguments, unknown } from "./value.ts";
import type { Arguments, Scope, Value, Values } from "./value.ts";

/** How many nodes are visited before the rest counts as unresolved: about half a second. */
const defaultFuel = 150_000;
const deepestCalls = 16;

type MemberUse = Extract<Use, { kind: "member" }>;
type FunctionValue = Extract<Value, { kind: "function" }>;
type ClassValue = Extract<Value, { kind: "class" }>;

/**
 * Follows a script without running it: every branch is taken, loops over literals are unrolled, others go round twice,
 * functions are followed at each of their calls. Whatever the text does not determine is unknown. Never loops for ever: it has fuel.
 */
export class Interpreter {
  readonly models: ServiceModels;
  readonly code: string;
  readonly bases = new Map<number, Values>();
  state = new State();
  /** Loops round the place that is being followed, but for those over literals. */
  loops = 0;
  readonly #uses = new Map<string, PlacedUse>();
  readonly #reads = new Map<string, MemberUse | undefined>();
  readonly #added = new Set<string>();
  readonly #opened = new Set<string>();
  readonly #unresolved = new Map<string, Unresolved>();
  readonly #functions = new Map<number, FunctionValue>();
  readonly #classes = new Map<number, ClassValue>();
  readonly #instances = new Map<number, Value>();
  readonly #classOfInstance = new Map<string, ClassValue>();
  readonly #followed = new Set<number>();
  readonly #calling: number[] = [];
  readonly #selves: (Value | undefined)[] = [];
  #fuel = defaultFuel;
  #serial = 0;

  constructor(models: ServiceModels, code: string) {
    this.models = models;
    this.code = code;
  }

  run({ root }: ParsedPython): {
    readonly uses: readonly PlacedUse[];
    readonly unresolved: readonly Unresolved[];
  } {
    const module = this.scope();
    this.execute(root, module);
    this.#followTheRest();
    for (const use of this.#missing()) this.use(use);
    return { uses: [...this.#uses.values()], unresolved: [...this.#unresolved.values()] };
  }

  textOf(node: Syntax): string {
    return this.code.slice(node.start, node.end);
  }

  evaluate(node: Syntax | undefined, scope: Scope): Values {
    if (node === undefined) return unknown;
    return this.#spend(node) ? evaluate(this, node, scope) : unknown;
  }

  /** Whether what comes after the block is never reached. */
  execute(node: Syntax | undefined, scope: Scope): boolean {
    return node !== undefined && this.#spend(node) && execute(this, node, scope);
  }

  call(callee: Values, given: Arguments, node: Syntax): Values {
    return callValues(this, callee, given, node);
  }

  /** Runs `body` for a function unless it is already running too deep. */
  enter({ node, self }: FunctionValue, body: () => Values): Values {
    this.#followed.add(node.id);
    const again = this.#calling.filter((id) => id === node.id).length;
    if (again >= 2 || this.#calling.length >= deepestCalls) return unknown;
    this.#calling.push(node.id);
    this.#selves.push(
      self === undefined || node.ownerClass === undefined
        ? undefined
        : { kind: "super", self, owner: node.ownerClass },
    );
    const values = body();
    this.#selves.pop();
    this.#calling.pop();
    return values;
  }

  /** What `super()` gives in the method that is being followed. */
  parent(): Values {
    const parent = this.#selves.at(-1);
    return parent === undefined ? unknown : [parent];
  }

  scope(outer?: Scope, id?: string): Scope {
    return {
      id: id ?? `s${this.#serial++}`,
      handedOut: new Set(),
      returned: [],
      yielded: [],
      ...(outer && { outer }),
    };
  }

  /** A new list, dictionary or instance. */
  made(kind: "list" | "dict" | "instance", contents: Contents): Values {
    const id = `${kind}${this.#serial++}`;
    this.state.fill(id, contents);
    return [{ kind, id }];
  }

  serial(): string {
    return String(this.#serial++);
  }

  /** Runs each of `ways` on a fork of the state and joins what they leave. True when none of them goes on. */
  branch(ways: readonly (() => boolean)[], all: boolean): boolean {
    const before = this.state;
    const going: State[] = [];
    const left: State[] = [];
    for (const way of ways) {
      this.state = before.fork();
      (way() ? left : going).push(this.state);
    }
    this.state = before;
    if (going.length > 0) before.join(going, all);
    for (const state of left) before.keep(state);
    return all && ways.length > 0 && going.length === 0;
  }

  defineFunction(value: FunctionValue): void {
    this.#functions.set(value.node.id, value);
  }

  defineClass(value: ClassValue): void {
    this.#classes.set(value.node.id, value);
  }

  classOf(instance: Extract<Value, { id: string }>): ClassValue | undefined {
    return this.#classOfInstance.get(instance.id);
  }

  instantiated(definition: ClassValue, instance: Extract<Value, { id: string }>): void {
    this.#instances.set(definition.node.id, instance);
    this.#classOfInstance.set(instance.id, definition);
    this.#follow(definition);
  }

  #follow(definition: Value): void {
    if (definition.kind !== "class" || this.#followed.has(definition.node.id)) return;
    this.#followed.add(definition.node.id);
    for (const base of this.bases.get(definition.node.id) ?? []) this.#follow(base);
  }

  use(use: Use): void {
    const placed = { ...use, loops: this.loops };
    this.#uses.set(
      JSON.stringify(placed, (_, value: unknown) => (value instanceof Map ? [...value] : value)),
      placed,
    );
  }

  /** A place that reads data. What is right once is right: functions are followed with data of several kinds. */
  read(place: string, wrong: MemberUse | undefined): void {
    if (!this.#reads.has(place) || wrong === undefined) this.#reads.set(place, wrong);
  }

  /** The text puts a member of this name somewhere: it may stand in any answer afterwards. */
  adds(name: string): void {
    this.#added.add(name);
  }

  /** The text puts members that it does not determine into data of this shape. */
  opens({ service, shape }: Extract<Value, { kind: "data" }>): void {
    this.#opened.add(`${service} ${shape}`);
  }

  #missing(): readonly MemberUse[] {
    return [...this.#reads.values()].flatMap((use) => {
      if (use === undefined || this.#opened.has(`${use.service} ${use.shape}`)) return [];
      return use.how !== "attribute" && this.#added.has(use.name) ? [] : [use];
    });
  }

  /** A container that holds nothing yet. */
  isEmpty(value: Value): boolean {
    if (value.kind !== "list" && value.kind !== "dict") return false;
    const { entries, others, open } = this.state.contents(value.id);
    return entries.size === 0 && others.length === 0 && !open;
  }

  unresolved(line: number, why: string): void {
    this.#unresolved.set(`${line} ${why}`, { line, why });
  }

  /** Functions that nobody calls, and classes that nobody makes, are followed with unknown arguments. */
  #followTheRest(): void {
    for (const definition of this.#classes.values()) {
      if (!this.#followed.has(definition.node.id)) this.call([definition], openArguments, definition.node);
    }
    for (const [id, value] of this.#functions) {
      if (this.#followed.has(id)) continue;
      const owner = value.node.ownerClass;
      const self = owner === undefined ? undefined : this.#instances.get(owner);
      this.call([{ ...value, ...(self && { self }) }], openArguments, value.node);
    }
  }

  /** Nothing more is followed: loops may end. */
  get exhausted(): boolean {
    return this.#fuel <= 0;
  }

  #spend(node: Syntax): boolean {
    if (this.#fuel === 0) this.unresolved(node.line, "the script is too large to be followed from here on");
    this.#fuel -= 1;
    return this.#fuel > 0;
  }
}
