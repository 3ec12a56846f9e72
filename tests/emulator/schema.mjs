// Parses a request body as the service's JSON-to-proto parser does: camelCase and snake_case keys alike, enum names in
// any case, null as absent, and a 400 that names every field it does not know. Stricter than the service in two
// ways, on purpose: a repeated field must be an array, and an enum must be given by name.

import { badFields } from "./errors.mjs";
import { ENUMS, MESSAGES, ONEOFS } from "./fields.mjs";

const TYPE_URL = "type.googleapis.com/google.ai.generativelanguage.v1beta.";

/** `body` as message `type` with camelCase keys and canonical enum names; throws the service's 400. */
export function parseMessage(type, body) {
  const violations = [];
  const parsed = message(type, body, "", violations);
  if (violations.length > 0) throw badFields(violations);
  return parsed;
}

export function snakeCase(name) {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

const FIELD_INDEX = new Map(
  Object.entries(MESSAGES).map(([type, fields]) => [
    type,
    new Map(Object.entries(fields).flatMap(([name, spec]) => [[name, [name, spec]], [snakeCase(name), [name, spec]]])),
  ]),
);

function message(type, value, path, violations) {
  if (!isObject(value)) return refuse(path, TYPE_URL + type, value, violations);
  const index = FIELD_INDEX.get(type);
  const out = {};
  for (const [key, raw] of Object.entries(value)) {
    const known = index.get(key);
    if (known === undefined) {
      violations.push(unknownName(key, path, "Cannot find field."));
      continue;
    }
    if (raw === null && known[1] !== "any") continue;
    const [name, spec] = known;
    if (Object.hasOwn(out, name)) {
      violations.push(unknownName(key, path, "Proto field is not repeating, cannot set it twice."));
      continue;
    }
    out[name] = field(spec, raw, join(path, snakeCase(name)), key, path, violations);
  }
  for (const group of ONEOFS[type] ?? []) {
    const set = group.filter((name) => out[name] !== undefined);
    if (set.length > 1) {
      const description = `Invalid value at '${path}' (oneof), oneof field 'data' is already set. Cannot set '${set[1]}'`;
      violations.push({ field: path, description });
    }
  }
  return out;
}

function field(spec, raw, path, key, parent, violations) {
  if (spec.startsWith("map<")) {
    if (!isObject(raw)) return refuse(path, "Map", raw, violations);
    const inner = spec.slice(4, -1);
    const entries = Object.entries(raw).map(([name, item], at) => [
      name,
      field(inner, item, `${path}[${at}].value`, name, path, violations),
    ]);
    return Object.fromEntries(entries);
  }
  if (spec.endsWith("[]")) {
    const inner = spec.slice(0, -2);
    if (!Array.isArray(raw)) return refuse(path, typeName(inner), raw, violations);
    return raw.map((item, at) => single(inner, item, `${path}[${at}]`, violations));
  }
  if (Array.isArray(raw) && spec !== "any") {
    violations.push(unknownName(key, parent, "Proto field is not repeating, cannot start list."));
    return undefined;
  }
  return single(spec, raw, path, violations);
}

function single(spec, value, path, violations) {
  if (spec.startsWith("enum ")) return enumValue(spec.slice(5), value, path, violations);
  const scalar = SCALARS[spec];
  if (scalar === undefined) return message(spec, value, path, violations);
  const parsed = scalar(value);
  return parsed === undefined ? refuse(path, typeName(spec), value, violations) : parsed;
}

function enumValue(name, value, path, violations) {
  const wanted = typeof value === "string" ? value.toUpperCase().replaceAll("-", "_") : null;
  const found = ENUMS[name].find((known) => known.toUpperCase() === wanted);
  return found ?? refuse(path, TYPE_URL + name, value, violations);
}

/** Each returns the value, or undefined where the parser refuses it. */
const SCALARS = {
  any: (value) => value,
  string: (value) => (typeof value === "string" ? value : undefined),
  bool: (value) => (typeof value === "boolean" ? value : undefined),
  struct: (value) => (isObject(value) ? value : undefined),
  bytes: (value) =>
    typeof value === "string" && /^[A-Za-z0-9+/_-]*={0,2}$/.test(value) && value.replaceAll("=", "").length % 4 !== 1
      ? value
      : undefined,
  duration: (value) => (typeof value === "string" && /^-?\d+(\.\d{1,9})?s$/.test(value) ? value : undefined),
  timestamp: (value) =>
    typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined,
  int32: (value) => integer(value, 2 ** 31),
  int64: (value) => integer(value, 2 ** 63),
  float: number,
  double: number,
};

function integer(value, bound) {
  const parsed = number(value);
  return Number.isInteger(parsed) && parsed >= -bound && parsed < bound ? parsed : undefined;
}

function number(value) {
  if (typeof value === "number") return value;
  const numeric = typeof value === "string" && /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(value);
  return numeric ? Number(value) : undefined;
}

function typeName(spec) {
  if (spec.startsWith("enum ")) return TYPE_URL + spec.slice(5);
  if (spec === "struct") return "type.googleapis.com/google.protobuf.Struct";
  if (spec === "duration") return "type.googleapis.com/google.protobuf.Duration";
  if (spec === "timestamp") return "type.googleapis.com/google.protobuf.Timestamp";
  return spec in SCALARS ? `TYPE_${spec.toUpperCase()}` : TYPE_URL + spec;
}

function unknownName(key, path, why) {
  const at = path === "" ? "" : ` at '${path}'`;
  return { field: path, description: `Invalid JSON payload received. Unknown name "${key}"${at}: ${why}` };
}

function refuse(path, type, value, violations) {
  violations.push({ field: path, description: `Invalid value at '${path}' (${type}), ${JSON.stringify(value)}` });
  return undefined;
}

function join(path, name) {
  return path === "" ? name : `${path}.${name}`;
}

export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
