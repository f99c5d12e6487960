import type { Interpreter } from "./interpreter.ts";
import { noteRead } from "./read-data.ts";
import { resourceAttribute } from "./resource-attribute.ts";
import { isData } from "./response-data.ts";
import type { Syntax } from "../syntax.ts";
import { noArguments, union, unknown } from "./value.ts";
import type { Value, Values } from "./value.ts";

/** Attributes that every client has beside its operations (`botocore/client.py`, `BaseClient`). */
const plainClientMembers = new Set(["meta", "exceptions", "waiter_names"]);

/** What `object.name` may be. */
export function attributeOf(interpreter: Interpreter, object: Values, name: string, node: Syntax): Values {
  const clients = object.flatMap((value) => (value.kind === "client" ? [value] : []));
  const services = clients.flatMap(({ service }) => service ?? []);
  if (services.length > 0 && services.length === object.length && !plainClientMembers.has(name)) {
    interpreter.use({ kind: "method", line: node.line, services, method: name, whole: true });
  }
  const named = object.flatMap((value) => (value.kind === "exceptions" ? [value.service] : []));
  if (named.length > 0) interpreter.use({ kind: "exception", line: node.line, services: named, name });
  noteRead(interpreter, object, { name, how: "attribute", node, line: node.line });
  return union(...object.map((value) => memberOf(interpreter, value, name, node)));
}

function memberOf(interpreter: Interpreter, value: Value, name: string, node: Syntax): Values {
  if (value.kind === "module") {
    return [{ kind: "module", name: `${value.name}.${name}` }];
  }
  if (value.kind === "client") {
    if (name === "exceptions")
      return value.service === undefined ? unknown : [{ kind: "exceptions", service: value.service }];
    return [{ kind: "bound", receiver: value, name }];
  }
  if (value.kind === "resource") {
    return resourceAttribute(interpreter, value, name, node);
  }
  if (value.kind === "instance") {
    return instanceMember(interpreter, value, name, node);
  }
  if (value.kind === "class") {
    return classMember(interpreter, value, name) ?? unknown;
  }
  if (value.kind === "super") {
    return boundMembers(
      interpreter,
      inheritedMember(interpreter, value.owner, name) ?? unknown,
      value.self,
      node,
    );
  }
  if (value.kind === "bound") {
    return metaMember(interpreter, value, name, node);
  }
  if (value.kind === "exceptions") {
    return name === "from_code" ? unknown : [{ kind: "exception" }];
  }
  if (value.kind === "failure" && value.part === "error") {
    return name === "response" ? [{ kind: "failure", part: "response" }] : unknown;
  }
  return [{ kind: "bound", receiver: value, name }];
}

/** `client.meta.events`, `resource.meta.client`. */
function metaMember(
  interpreter: Interpreter,
  value: Extract<Value, { kind: "bound" }>,
  name: string,
  node: Syntax,
): Values {
  if (value.name !== "meta") return [{ kind: "bound", receiver: { kind: "unknown" }, name }];
  if (name === "client" && value.receiver.kind === "resource")
    return [{ kind: "client", service: value.receiver.service }];
  if (name === "events")
    interpreter.unresolved(node.line, "event handlers can change what boto3 sends; they are not followed");
  return unknown;
}

function instanceMember(
  interpreter: Interpreter,
  value: Extract<Value, { id: string }>,
  name: string,
  node: Syntax,
): Values {
  const own = interpreter.state.contents(value.id).entries.get(name)?.values;
  if (own !== undefined) {
    const others = own.filter((held) => held.kind !== "none");
    return others.length === own.length || others.some(isData) ? others : union(others, unknown);
  }
  const definition = interpreter.classOf(value);
  const found = definition === undefined ? undefined : classMember(interpreter, definition, name);
  if (found === undefined) return [{ kind: "bound", receiver: { kind: "unknown" }, name }];
  return boundMembers(interpreter, found, value, node);
}

/** Functions of a class become methods of the instance; properties are read. */
function boundMembers(interpreter: Interpreter, found: Values, self: Value, node: Syntax): Values {
  return union(
    ...found.map((member): Values => {
      if (member.kind !== "function" || member.node.ownerClass === undefined) return [member];
      const method = { ...member, self };
      return member.property === true ? interpreter.call([method], noArguments, node) : [method];
    }),
  );
}

/** A member of a class or of its bases, nearest first. */
export function classMember(
  interpreter: Interpreter,
  definition: Value,
  name: string,
  depth = 0,
): Values | undefined {
  if (definition.kind !== "class" || depth > 8) return undefined;
  const own = interpreter.state.variable(`class ${definition.node.id}:${name}`);
  return own ?? inheritedMember(interpreter, definition.node.id, name, depth);
}

function inheritedMember(
  interpreter: Interpreter,
  owner: number,
  name: string,
  depth = 0,
): Values | undefined {
  for (const base of interpreter.bases.get(owner) ?? []) {
    const inherited = classMember(interpreter, base, name, depth + 1);
    if (inherited !== undefined) return inherited;
  }
  return undefined;
}
