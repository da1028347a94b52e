import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';

import { customCallType } from '../../tool-call/custom-call.ts';

/** What an item contains. */
export type ItemKind = 'message' | 'reasoning' | 'call';

const kindsOfItems: ReadonlyMap<JsonValue | undefined, ItemKind> = new Map([
  ['message', 'message'],
  ['reasoning', 'reasoning'],
  ['function_call', 'call'],
  [customCallType, 'call'],
]);

const kindsOfEvents: ReadonlyMap<JsonValue | undefined, ItemKind> = new Map([
  ['response.output_text.delta', 'message'],
  ['response.output_text.done', 'message'],
  ['response.refusal.delta', 'message'],
  ['response.refusal.done', 'message'],
  ['response.reasoning_summary_text.delta', 'reasoning'],
  ['response.reasoning_summary_text.done', 'reasoning'],
  ['response.reasoning_summary_part.done', 'reasoning'],
  ['response.reasoning_text.delta', 'reasoning'],
  ['response.reasoning_text.done', 'reasoning'],
  ['response.function_call_arguments.delta', 'call'],
  ['response.function_call_arguments.done', 'call'],
  ['response.custom_tool_call_input.delta', 'call'],
  ['response.custom_tool_call_input.done', 'call'],
]);

const kindsOfParts: ReadonlyMap<JsonValue | undefined, ItemKind> = new Map([
  ['output_text', 'message'],
  ['refusal', 'message'],
  ['reasoning_text', 'reasoning'],
]);

/** Returns undefined for an item of another kind, such as a call of a tool that the vendor runs. */
export function kindOfItem({ type }: JsonObject): ItemKind | undefined {
  return kindsOfItems.get(type);
}

/** Returns the kind of the item that an event belongs to. Undefined for an event that any item may have. */
export function kindOfEvent({ type, part }: JsonObject): ItemKind | undefined {
  const kind = kindsOfEvents.get(type);
  if (kind || !isJsonObject(part)) return kind;
  const isPart = type === 'response.content_part.added' || type === 'response.content_part.done';
  return isPart ? kindsOfParts.get(part.type) : undefined;
}

export function isDelta({ type }: JsonObject): boolean {
  return typeof type === 'string' && type.endsWith('.delta');
}
