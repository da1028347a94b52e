import type { JsonObject, JsonValue } from '@understudy/core/provider';

/** What the deltas of a block contain. */
export type BlockKind = 'text' | 'thinking' | 'arguments';

const kindsOfBlocks: ReadonlyMap<JsonValue | undefined, BlockKind> = new Map([
  ['text', 'text'],
  ['thinking', 'thinking'],
  ['redacted_thinking', 'thinking'],
  ['tool_use', 'arguments'],
  ['server_tool_use', 'arguments'],
  ['mcp_tool_use', 'arguments'],
]);

const kindsOfDeltas: ReadonlyMap<JsonValue | undefined, BlockKind> = new Map([
  ['text_delta', 'text'],
  ['thinking_delta', 'thinking'],
  ['input_json_delta', 'arguments'],
]);

/** Returns undefined for a block of an unknown type, whose deltas are ignored. */
export function kindOfBlock({ type }: JsonObject): BlockKind | undefined {
  return kindsOfBlocks.get(type);
}

/** Returns undefined for a delta that every block may receive. Without a type, the field of its text decides. */
export function kindOfDelta({
  type,
  text,
  thinking,
  partial_json: json,
}: JsonObject): BlockKind | undefined {
  if (type !== undefined) return kindsOfDeltas.get(type);
  if (text !== undefined) return 'text';
  if (thinking !== undefined) return 'thinking';
  return json === undefined ? undefined : 'arguments';
}
