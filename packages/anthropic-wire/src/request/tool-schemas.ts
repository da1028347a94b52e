import type { JsonObject, JsonValue, ToolDefinition } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';
import type { ToolNames } from '@understudy/provider-utils';
import { createUnusedName, toObjectSchema } from '@understudy/provider-utils/internal';

import { renameProperties } from '../property-names.ts';
import type { PropertyNames } from '../property-names.ts';

/** The names of properties that the API accepts. Tools of MCP servers have others, such as `$top` and `filter[id]`. */
const acceptedName = /^[\w.-]{1,64}$/;
const maxLength = 64;

interface ToolSchema {
  readonly schema: JsonObject;
  /** The names to send, by the names that they replace. Undefined if no name is replaced. */
  readonly sentNames: ReadonlyMap<string, string> | undefined;
}

/** The schemas of the tools of a request, by the names of the tools that are sent. */
export class ToolSchemas {
  readonly #schemas = new Map<string, ToolSchema>();

  constructor(tools: readonly ToolDefinition[], names: ToolNames) {
    for (const { name, inputSchema } of tools) {
      this.#schemas.set(names.encode(name), replaceNames(toObjectSchema(inputSchema)));
    }
  }

  schemaOf(tool: string): JsonObject {
    return this.#schemas.get(tool)?.schema ?? {};
  }

  /** Returns the input of a call with the names that are sent. */
  encodeInput(tool: string, input: JsonObject): JsonObject {
    const names = this.#schemas.get(tool)?.sentNames;
    return names ? renameProperties(input, names) : input;
  }

  /** The original names of properties, of the tools that have other ones. Undefined if there are none. */
  get replaced(): ReadonlyMap<string, PropertyNames> | undefined {
    const replaced = [...this.#schemas].flatMap(([tool, { sentNames }]) => {
      if (!sentNames) return [];
      const originals = [...sentNames].map(([name, sent]) => [sent, name] as const);
      return [[tool, new Map(originals)] as const];
    });
    return replaced.length === 0 ? undefined : new Map(replaced);
  }
}

/** Replaces the names of properties that the API rejects. */
function replaceNames(schema: JsonObject): ToolSchema {
  const { properties, required } = schema;
  const names = isJsonObject(properties) ? Object.keys(properties) : [];
  const rejected = names.filter((name) => !acceptedName.test(name));
  if (!isJsonObject(properties) || rejected.length === 0) return { schema, sentNames: undefined };
  const used = new Set(names);
  const sentNames = new Map<string, string>();
  for (const name of rejected) {
    const valid = name.replaceAll(/[^\w.-]/g, '_') || 'property';
    const sent = createUnusedName(valid, maxLength, used);
    used.add(sent);
    sentNames.set(name, sent);
  }
  const rename = (name: JsonValue): JsonValue =>
    (typeof name === 'string' ? sentNames.get(name) : undefined) ?? name;
  return {
    schema: {
      ...schema,
      properties: renameProperties(properties, sentNames),
      ...(Array.isArray(required) && { required: required.map(rename) }),
    },
    sentNames,
  };
}
