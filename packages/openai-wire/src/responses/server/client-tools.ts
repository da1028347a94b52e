import type { JsonObject, ToolCallStartEvent } from '@understudy/core/provider';
import { isJsonObject, readString } from '@understudy/provider-utils';
import { readField, readItems, readOptional } from '@understudy/provider-utils/internal';
import type { Field } from '@understudy/provider-utils/internal';

import { customCallType, readCustomInput } from '../../tool-call/custom-call.ts';
import { readCallFields } from '../call-fields.ts';

/** The tools of a client that have another form in a request of Understudy. */
export interface ClientTools {
  /** The names of namespaces. Their tools have names with `<namespace>__` before them. */
  readonly namespaces: readonly string[];
  /** The names of custom tools, whose input is text. Those of a namespace have a name with it. */
  readonly custom: readonly string[];
}

/** The type of an item with tools. Codex sends all tools in such items. */
export const toolItemType = 'additional_tools';

/** Returns the tools of a request, with their paths: those of `tools`, and those in its items. */
export function findTools(body: JsonObject): readonly Field[] {
  const lists = [readField(body, 'tools'), ...findToolLists(body)];
  return lists.flatMap((list) => readOptional(list, readItems) ?? []);
}

/** Returns the lists of tools in the items of a request. */
export function findToolLists(body: JsonObject): readonly Field[] {
  const input = readField(body, 'input');
  if (!Array.isArray(input.value)) return [];
  return readItems(input).flatMap(({ value, path }) =>
    isJsonObject(value) && value.type === toolItemType ? readField(value, 'tools', path) : [],
  );
}

/** Finds the tools that are not functions. */
export function findClientTools(items: readonly Field[]): ClientTools {
  const tools = items.map(({ value }) => value).filter(isJsonObject);
  const spaces = tools.filter(({ type }) => type === 'namespace');
  const inSpaces = spaces.flatMap((space) =>
    namesOf('custom', space.tools).map((name) => `${readString(space, 'name') ?? ''}__${name}`),
  );
  return {
    namespaces: namesOf('namespace', tools),
    custom: [...namesOf('custom', tools), ...inSpaces],
  };
}

function namesOf(type: string, tools: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(tools) ? tools : [];
  return list.flatMap((tool) =>
    readString(tool, 'type') === type ? (readString(tool, 'name') ?? []) : [],
  );
}

/** A call as the client knows its tool. */
export interface ClientCall {
  /** The fields of the item except its arguments. */
  readonly item: JsonObject;
  readonly isCustom: boolean;
}

/** The start of a call, or a complete one. */
export type CallStart = Pick<ToolCallStartEvent, 'id' | 'name' | 'providerMetadata'>;

const noTools: ClientTools = { namespaces: [], custom: [] };

/** Encodes the start of a call. */
export function encodeCall(
  { id, name, providerMetadata = {} }: CallStart,
  { namespaces, custom }: ClientTools = noTools,
): ClientCall {
  const isCustom = custom.includes(name);
  const namespace = namespaces.find((each) => name.startsWith(`${each}__`));
  const names =
    namespace === undefined ? { name } : { name: name.slice(namespace.length + 2), namespace };
  const type = isCustom ? customCallType : 'function_call';
  return { item: { type, call_id: id, ...names, ...readCallFields(providerMetadata) }, isCustom };
}

/** Returns the arguments of a complete call: JSON, or the text of a custom tool. */
export function encodeArguments(argumentsText: string, { isCustom }: ClientCall): JsonObject {
  if (!isCustom) return { arguments: argumentsText };
  return { input: readCustomInput(argumentsText) };
}
