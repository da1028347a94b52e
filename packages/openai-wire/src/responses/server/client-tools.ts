import type { JsonObject } from '@understudy/core/provider';
import { isJsonObject, parseJson, readString } from '@understudy/provider-utils';
import type { Field } from '@understudy/provider-utils/internal';

import { customCallType } from '../custom-call.ts';

/** The tools of a client that have another form in a request of Understudy. */
export interface ClientTools {
  /** The names of namespaces. Their tools have names with `<namespace>__` before them. */
  readonly namespaces: readonly string[];
  /** The names of custom tools, whose input is text. */
  readonly custom: readonly string[];
}

/** Finds the tools that are not functions at the top of the list. */
export function findClientTools({ value }: Field): ClientTools {
  const tools = Array.isArray(value) ? value.filter((tool) => isJsonObject(tool)) : [];
  const namesOf = (type: string): readonly string[] =>
    tools.filter((tool) => tool.type === type).flatMap((tool) => readString(tool, 'name') ?? []);
  return { namespaces: namesOf('namespace'), custom: namesOf('custom') };
}

/** A call as the client knows its tool. */
export interface ClientCall {
  /** The fields of the item except its arguments. */
  readonly item: JsonObject;
  readonly isCustom: boolean;
}

const noTools: ClientTools = { namespaces: [], custom: [] };

/** Encodes the start of a call. */
export function encodeCall(
  id: string,
  name: string,
  { namespaces, custom }: ClientTools = noTools,
): ClientCall {
  if (custom.includes(name)) {
    return { item: { type: customCallType, call_id: id, name }, isCustom: true };
  }
  const namespace = namespaces.find((each) => name.startsWith(`${each}__`));
  const names =
    namespace === undefined ? { name } : { name: name.slice(namespace.length + 2), namespace };
  return { item: { type: 'function_call', call_id: id, ...names }, isCustom: false };
}

/** Returns the arguments of a complete call: JSON, or the text of a custom tool. */
export function encodeArguments(argumentsText: string, { isCustom }: ClientCall): JsonObject {
  if (!isCustom) return { arguments: argumentsText };
  return { input: readString(parseJson(argumentsText), 'input') ?? argumentsText };
}
