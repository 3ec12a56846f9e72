// JSON schemas as structured output takes them: is the schema one the service accepts, does a value satisfy it, and
// what is the nearest value that does. OpenAPI `responseSchema`s are rewritten into the same form first.

import { badArgument, badRule } from "./errors.mjs";
import { isObject, snakeCase } from "./schema.mjs";

const TYPES = new Set(["string", "number", "integer", "boolean", "array", "object", "null"]);

/** Keywords that shape the reply. */
const USED = new Set(
  ("$id $defs $ref $anchor type format title description enum items prefixItems minItems maxItems minimum maximum " +
    "anyOf oneOf properties additionalProperties required propertyOrdering").split(" "),
);

/** Standard keywords the service takes and ignores; anything else is refused as misspelt. */
const IGNORED = new Set(
  ("$schema $comment $vocabulary $dynamicRef $dynamicAnchor definitions default examples example deprecated readOnly " +
    "writeOnly const multipleOf exclusiveMinimum exclusiveMaximum minLength maxLength pattern uniqueItems contains " +
    "minContains maxContains minProperties maxProperties patternProperties propertyNames dependentRequired " +
    "dependentSchemas unevaluatedItems unevaluatedProperties additionalItems if then else allOf not nullable " +
    "contentEncoding contentMediaType contentSchema").split(" "),
);

const ROOT = "GenerateContentRequest.generation_config.response_json_schema";

/** Throws the 400 for a `responseJsonSchema` that is none. */
export function checkJsonSchema(schema, path = ROOT, root = schema) {
  if (typeof schema === "boolean" && path !== ROOT) return;
  if (!isObject(schema)) throw badRule(path, "must be a JSON schema object");
  for (const key of Object.keys(schema)) {
    if (!USED.has(key) && !IGNORED.has(key)) throw badRule(path, `unknown JSON schema keyword "${key}"`);
  }
  const types = [schema.type ?? []].flat();
  const wrong = types.find((type) => !TYPES.has(type));
  if (wrong !== undefined) throw badRule(`${path}.type`, `unknown type ${JSON.stringify(wrong)}`);
  if (schema.enum !== undefined) checkEnum(schema.enum, `${path}.enum`);
  if (schema.$ref !== undefined && resolve(schema, root) === undefined) {
    throw badRule(`${path}.$ref`, `reference ${JSON.stringify(schema.$ref)} not found`);
  }
  if (schema.properties !== undefined && !isObject(schema.properties)) {
    throw badRule(`${path}.properties`, "must be an object of schemas");
  }
  for (const key of ["required", "propertyOrdering"]) checkNames(schema, key, path);
  for (const key of ["minItems", "maxItems", "minimum", "maximum"]) {
    if (schema[key] !== undefined && typeof schema[key] !== "number") throw badRule(`${path}.${key}`, "must be a number");
  }
  for (const key of ["properties", "$defs"]) {
    for (const [name, child] of Object.entries(schema[key] ?? {})) checkJsonSchema(child, `${path}.${key}[${name}]`, root);
  }
  for (const key of ["items", "additionalProperties"]) {
    if (schema[key] !== undefined) checkJsonSchema(schema[key], `${path}.${key}`, root);
  }
  for (const key of ["anyOf", "oneOf", "prefixItems"]) {
    if (schema[key] === undefined) continue;
    if (!Array.isArray(schema[key]) || schema[key].length === 0) throw badRule(`${path}.${key}`, "must be a list of schemas");
    schema[key].forEach((child, at) => checkJsonSchema(child, `${path}.${key}[${at}]`, root));
  }
}

function checkEnum(values, path) {
  const plain = (value) => ["string", "number"].includes(typeof value) || value === null;
  if (!Array.isArray(values) || values.length === 0 || !values.every(plain)) {
    throw badRule(path, "must be a non-empty list of strings or numbers");
  }
}

function checkNames(schema, key, path) {
  const names = schema[key];
  if (names === undefined) return;
  if (!Array.isArray(names)) throw badRule(`${path}.${key}`, "must be a list of property names");
  const at = names.findIndex((name) => !Object.hasOwn(schema.properties ?? {}, name));
  if (at >= 0) throw badRule(`${path}.${snakeCase(key)}[${at}]`, "property is not defined");
}

/** Throws the 400 for a `responseSchema` (OpenAPI form, already parsed) that breaks the service's rules. */
export function checkOpenApiSchema(schema, path = "GenerateContentRequest.generation_config.response_schema") {
  const { type = "TYPE_UNSPECIFIED", properties = {} } = schema;
  if (type === "TYPE_UNSPECIFIED" && schema.anyOf === undefined) throw badRule(`${path}.type`, "must be specified");
  if (type === "OBJECT" && Object.keys(properties).length === 0) {
    throw badRule(`${path}.properties`, "should be non-empty for OBJECT type");
  }
  if (type === "ARRAY" && schema.items === undefined) throw badRule(`${path}.items`, "missing field.");
  if (schema.enum !== undefined && type !== "STRING") throw badRule(`${path}.enum`, "only allowed for STRING type");
  if (schema.enum?.includes("")) throw badRule(`${path}.enum[${schema.enum.indexOf("")}]`, "cannot be empty");
  if (schema.format !== undefined && type === "STRING" && !["enum", "date-time"].includes(schema.format)) {
    throw badRule(`${path}.format`, "only 'enum' and 'date-time' are supported for STRING type");
  }
  for (const key of ["required", "propertyOrdering"]) checkNames(schema, key, path);
  for (const [name, child] of Object.entries(properties)) checkOpenApiSchema(child, `${path}.properties[${name}]`);
  if (schema.items !== undefined) checkOpenApiSchema(schema.items, `${path}.items`);
  schema.anyOf?.forEach((child, at) => checkOpenApiSchema(child, `${path}.any_of[${at}]`));
}

/** An OpenAPI schema as a JSON schema. */
export function fromOpenApi(schema) {
  const { type, nullable, properties, items, anyOf, ...rest } = schema;
  const out = { ...rest };
  if (type !== undefined) out.type = nullable ? [type.toLowerCase(), "null"] : type.toLowerCase();
  if (nullable && rest.enum !== undefined) out.enum = [...rest.enum, null];
  if (items !== undefined) out.items = fromOpenApi(items);
  if (anyOf !== undefined) out.anyOf = anyOf.map(fromOpenApi);
  if (properties !== undefined) {
    out.properties = Object.fromEntries(Object.entries(properties).map(([name, child]) => [name, fromOpenApi(child)]));
  }
  return out;
}

/** Where `value` breaks `schema`; empty when it does not. */
export function violations(schema, value, root = schema, path = "$") {
  if (typeof schema === "boolean") return schema ? [] : [`${path} is not allowed`];
  if (schema.$ref !== undefined) return violations(resolve(schema, root), value, root, path);
  const found = [];
  const types = [schema.type ?? []].flat();
  if (types.length > 0 && !types.some((type) => hasType(type, value))) found.push(`${path} is not ${types.join(" or ")}`);
  if (schema.enum !== undefined && !schema.enum.includes(value)) found.push(`${path} is not in the enum`);
  if (typeof value === "number") {
    if (value < (schema.minimum ?? -Infinity) || value > (schema.maximum ?? Infinity)) found.push(`${path} is out of range`);
  }
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches !== undefined && !branches.some((branch) => violations(branch, value, root, path).length === 0)) {
    found.push(`${path} fits no branch`);
  }
  if (Array.isArray(value)) {
    const fits = value.length >= (schema.minItems ?? 0) && value.length <= (schema.maxItems ?? Infinity);
    if (!fits) found.push(`${path} has a wrong length`);
    if (schema.items !== undefined) {
      value.forEach((item, at) => found.push(...violations(schema.items, item, root, `${path}[${at}]`)));
    }
  }
  if (isObject(value)) {
    for (const name of schema.required ?? []) if (!Object.hasOwn(value, name)) found.push(`${path}.${name} is missing`);
    for (const [name, item] of Object.entries(value)) {
      const child = schema.properties?.[name] ?? schema.additionalProperties ?? true;
      found.push(...violations(child, item, root, `${path}.${name}`));
    }
  }
  return found;
}

/** The value nearest to `value` that satisfies `schema`: extra properties go, missing required ones and wrong values
 *  become the plainest that fits. */
export function conform(schema, value, root = schema) {
  if (typeof schema === "boolean") return value ?? null;
  if (schema.$ref !== undefined) return conform(resolve(schema, root), value, root);
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches !== undefined) {
    const fitting = branches.find((branch) => violations(branch, value, root).length === 0) ?? branches[0];
    return conform(fitting, value, root);
  }
  const types = [schema.type ?? []].flat();
  if (value === undefined && types.includes("null")) return null;
  if (schema.enum !== undefined) return schema.enum.includes(value) ? value : schema.enum[0];
  const type = types.find((candidate) => hasType(candidate, value)) ?? types[0];
  switch (type ?? (isObject(value) ? "object" : Array.isArray(value) ? "array" : undefined)) {
    case "object": return conformObject(schema, isObject(value) ? value : {}, root);
    case "array": return conformArray(schema, Array.isArray(value) ? value : [], root);
    case "string": return typeof value === "string" ? value : "";
    case "boolean": return typeof value === "boolean" ? value : false;
    case "number": case "integer": {
      const number = hasType(type, value) ? value : 0;
      return Math.min(Math.max(number, schema.minimum ?? -Infinity), schema.maximum ?? Infinity);
    }
    default: return types.includes("null") ? null : (value ?? null);
  }
}

function conformObject(schema, value, root) {
  const out = {};
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    if (Object.hasOwn(value, name) && value[name] !== undefined) out[name] = conform(child, value[name], root);
    else if (schema.required?.includes(name)) out[name] = conform(child, undefined, root);
  }
  return out;
}

function conformArray(schema, value, root) {
  const items = schema.items ?? true;
  const out = value.slice(0, schema.maxItems ?? value.length).map((item) => conform(items, item, root));
  while (out.length < (schema.minItems ?? 0)) out.push(conform(items, undefined, root));
  return out;
}

function hasType(type, value) {
  switch (type) {
    case "null": return value === null;
    case "array": return Array.isArray(value);
    case "object": return isObject(value);
    case "integer": return Number.isInteger(value);
    default: return typeof value === type;
  }
}

/** What `$ref` points at: "#", "#/$defs/x" or "#anchor". */
function resolve(schema, root) {
  const ref = schema.$ref;
  if (typeof ref !== "string") throw badArgument("$ref must be a string");
  if (ref === "#") return root;
  if (!ref.startsWith("#/")) return Object.values(root.$defs ?? {}).find((child) => child.$anchor === ref.slice(1));
  return ref.slice(2).split("/").reduce((node, key) => node?.[key.replaceAll("~1", "/").replaceAll("~0", "~")], root);
}
