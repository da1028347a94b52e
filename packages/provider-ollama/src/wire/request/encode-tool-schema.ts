import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject, readObject } from '@understudy/provider-utils';
import { joinRootUnions, updateSchema } from '@understudy/provider-utils/internal';

/** How often definitions are inserted, because schemas can refer to each other many times. */
const maxReferences = 200;

/** How deep definitions are inserted into each other. */
const maxDepth = 8;

/**
 * Returns the schema of a tool in the form that Ollama reads: an object whose properties are objects, without
 * references and with `anyOf` as the only union. The server rejects other types of values, and ignores other keywords.
 *
 * Source: `ToolProperty` in https://github.com/ollama/ollama/blob/main/api/types.go
 */
export function encodeToolSchema(schema: JsonObject): JsonObject {
  const updated = updateSchema(schema);
  const { $defs: _definitions, ...root } = joinRootUnions(updated);
  return { ...new SchemaEncoder(readObject(updated, '$defs') ?? {}).encode(root), type: 'object' };
}

class SchemaEncoder {
  readonly #definitions: JsonObject;
  #references = 0;

  constructor(definitions: JsonObject) {
    this.#definitions = definitions;
  }

  /** @param path - the names of the definitions that contain the schema */
  encode(schema: JsonValue, path: readonly string[] = []): JsonObject {
    if (!isJsonObject(schema)) return {};
    const { $ref, ...others } = schema;
    if (typeof $ref !== 'string') return this.#encodeFields(others, path);
    const [, name = ''] = /^#\/\$defs\/([^/]+)$/.exec($ref) ?? [];
    const definition = readObject(this.#definitions, name);
    const isKnown = definition && !path.includes(name) && path.length < maxDepth;
    if (!isKnown || this.#references >= maxReferences) return this.#encodeFields(others, path);
    this.#references += 1;
    return this.encode({ ...definition, ...others }, [...path, name]);
  }

  #encodeFields(schema: JsonObject, path: readonly string[]): JsonObject {
    const { oneOf, allOf, const: constant, ...fields } = schema;
    const parts = Array.isArray(allOf) ? allOf.map((part) => this.encode(part, path)) : [];
    const encoded: Record<string, JsonValue> = Object.assign({}, ...parts);
    for (const [name, value] of Object.entries(fields)) {
      const field = this.#encodeField(name, value, path);
      if (field !== undefined) encoded[name] = field;
    }
    if (constant !== undefined) encoded['enum'] ??= [constant];
    if (Array.isArray(oneOf)) encoded['anyOf'] ??= oneOf.map((each) => this.encode(each, path));
    return encoded;
  }

  /** Returns undefined for a value of a type that the server rejects. */
  #encodeField(name: string, value: JsonValue, path: readonly string[]): JsonValue | undefined {
    switch (name) {
      case 'properties':
        return isJsonObject(value) ? this.#encodeProperties(value, path) : {};
      case 'items':
        return isJsonObject(value) ? this.encode(value, path) : undefined;
      case 'anyOf':
        return Array.isArray(value) ? value.map((each) => this.encode(each, path)) : undefined;
      case 'type':
        return typeof value === 'string' || isTexts(value) ? value : undefined;
      case 'required':
        return isTexts(value) ? value : undefined;
      case 'enum':
        return Array.isArray(value) ? value : undefined;
      case 'description':
        return typeof value === 'string' ? value : undefined;
      default:
        return value;
    }
  }

  #encodeProperties(properties: JsonObject, path: readonly string[]): JsonObject {
    const entries = Object.entries(properties);
    return Object.fromEntries(entries.map(([name, value]) => [name, this.encode(value, path)]));
  }
}

function isTexts(value: JsonValue): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
