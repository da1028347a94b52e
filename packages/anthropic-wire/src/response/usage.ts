import type { JsonObject, JsonValue, Usage, UsageEvent } from '@understudy/core/provider';
import { isJsonObject, readNumber, readObject, readString } from '@understudy/provider-utils';
import { addCounts } from '@understudy/provider-utils/internal';

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

/** The counts of a message, or of a part of it. */
interface Counts {
  readonly uncached: number | undefined;
  readonly output: number | undefined;
  readonly cached: number | undefined;
  readonly written: number | undefined;
}

/**
 * Decodes token counts. Returns undefined if there are none. `input_tokens` does not include the cache, and the counts
 * of a message do not include its compactions. Other models, such as an advisor, have other prices: their counts are
 * not added.
 */
export function decodeUsage(usage: JsonObject): UsageEvent | undefined {
  const message = readCounts(usage);
  if (message.uncached === undefined && message.output === undefined) return undefined;
  const { uncached, output, cached, written } = readCompactions(usage).reduce(addUsage, message);
  const reasoning = readCount(readObject(usage, 'output_tokens_details'), 'thinking_tokens');
  return {
    type: 'usage',
    inputTokens: uncached === undefined ? undefined : uncached + (cached ?? 0) + (written ?? 0),
    outputTokens: output,
    ...(cached !== undefined && { cachedInputTokens: cached }),
    ...(written !== undefined && { cacheWriteTokens: written }),
    ...(reasoning !== undefined && { reasoningTokens: reasoning }),
  };
}

function readCounts(usage: unknown): Counts {
  return {
    uncached: readCount(usage, 'input_tokens'),
    output: readCount(usage, 'output_tokens'),
    cached: readCount(usage, 'cache_read_input_tokens'),
    written: readCount(usage, 'cache_creation_input_tokens'),
  };
}

function readCompactions({ iterations }: JsonObject): readonly Counts[] {
  if (!Array.isArray(iterations)) return [];
  return iterations.filter((each) => readString(each, 'type') === 'compaction').map(readCounts);
}

function addUsage(left: Counts, right: Counts): Counts {
  return {
    uncached: addCounts(left.uncached, right.uncached),
    output: addCounts(left.output, right.output),
    cached: addCounts(left.cached, right.cached),
    written: addCounts(left.written, right.written),
  };
}

function readCount(value: unknown, name: string): number | undefined {
  const count = readNumber(value, name);
  return count !== undefined && count >= 0 ? count : undefined;
}

/** Encodes the token counts of a message. Fields without a counterpart are `null`, because all are required. */
export function encodeUsage(usage: Usage): JsonObject {
  return {
    ...encodeDeltaUsage(usage),
    cache_creation: null,
    inference_geo: null,
    service_tier: null,
    speed: null,
  };
}

/** Encodes the token counts at the end of a stream. Unknown counts become 0, because the fields are required. */
export function encodeDeltaUsage({
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
    output_tokens_details:
      reasoningTokens === undefined ? null : { thinking_tokens: reasoningTokens },
    server_tool_use: null,
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
