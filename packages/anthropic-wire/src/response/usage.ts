import type { JsonObject, JsonValue, Usage, UsageEvent } from '@understudy/core/provider';
import { isJsonObject, readNumber, readObject } from '@understudy/provider-utils';

const maxFields = 64;

/** Merges token counts. The last known value of each field counts. SGLang sends the input once, and zero at the end. */
export function mergeUsage(earlier: JsonObject, usage: JsonValue | undefined): JsonObject {
  if (!isJsonObject(usage)) return earlier;
  const merged = { ...earlier };
  for (const [name, value] of Object.entries(usage)) {
    const { [name]: known } = earlier;
    const isForgotten = value === 0 && typeof known === 'number';
    if (value !== null && !isForgotten) merged[name] = value;
  }
  // A server could send a new field in every event.
  return Object.keys(merged).length > maxFields ? earlier : merged;
}

/** Decodes token counts. Returns undefined if there are none. `input_tokens` does not include the cache. */
export function decodeUsage(usage: JsonObject): UsageEvent | undefined {
  const uncached = readCount(usage, 'input_tokens');
  const outputTokens = readCount(usage, 'output_tokens');
  const cached = readCount(usage, 'cache_read_input_tokens');
  const written = readCount(usage, 'cache_creation_input_tokens');
  const reasoning = readCount(readObject(usage, 'output_tokens_details'), 'thinking_tokens');
  if (uncached === undefined && outputTokens === undefined) return undefined;
  return {
    type: 'usage',
    inputTokens: uncached === undefined ? undefined : uncached + (cached ?? 0) + (written ?? 0),
    outputTokens,
    ...(cached !== undefined && { cachedInputTokens: cached }),
    ...(written !== undefined && { cacheWriteTokens: written }),
    ...(reasoning !== undefined && { reasoningTokens: reasoning }),
  };
}

function readCount(value: unknown, name: string): number | undefined {
  const count = readNumber(value, name);
  return count !== undefined && count >= 0 ? count : undefined;
}

/** Encodes token counts. Unknown counts become 0, because the fields are required. */
export function encodeUsage({
  inputTokens = 0,
  outputTokens = 0,
  cachedInputTokens = 0,
  cacheWriteTokens = 0,
  reasoningTokens,
}: Usage): JsonObject {
  return {
    input_tokens: Math.max(0, inputTokens - cachedInputTokens - cacheWriteTokens),
    output_tokens: outputTokens,
    cache_creation_input_tokens: cacheWriteTokens,
    cache_read_input_tokens: cachedInputTokens,
    ...(reasoningTokens !== undefined && {
      output_tokens_details: { thinking_tokens: reasoningTokens },
    }),
  };
}

const decodedFields: ReadonlySet<string> = new Set([
  'input_tokens',
  'output_tokens',
  'cache_read_input_tokens',
  'cache_creation_input_tokens',
  'output_tokens_details',
]);

/** Returns the counts that have no counterpart in `usage` events, such as those of server tools. */
export function otherUsage(usage: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(usage).filter(([name]) => !decodedFields.has(name)));
}
