import type { JsonObject, JsonValue, UsageEvent } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';

type Counts = Omit<UsageEvent, 'type'>;
type CountName = keyof Counts;

const countNames: readonly CountName[] = [
  'inputTokens',
  'outputTokens',
  'cachedInputTokens',
  'cacheWriteTokens',
  'reasoningTokens',
];

/**
 * The token counts of a response: the highest reported value of each.
 *
 * Some vendors report growing counts with each chunk, and zeros or an empty object at the end.
 */
export class UsageCounts {
  #counts: Counts | undefined;
  /** The counts of the last event of `takeChange()`. */
  #taken: Counts | undefined;

  /** Reads one report. Values that are no counts are ignored. */
  add(usage: JsonValue | undefined): void {
    const counts = isJsonObject(usage) ? decodeUsage(usage) : undefined;
    if (counts) this.#counts = this.#counts ? merge(this.#counts, counts) : counts;
  }

  /** Returns the counts if they are not all 0, and have changed since the last call. */
  takeChange(): UsageEvent | undefined {
    const counts = this.#counts;
    const known = this.#taken;
    this.#taken = counts;
    const hasChanged = countNames.some((name) => (counts?.[name] ?? 0) !== (known?.[name] ?? 0));
    return hasChanged ? this.toEvent() : undefined;
  }

  /** Returns undefined if no counts were reported. */
  toEvent(): UsageEvent | undefined {
    return this.#counts && { type: 'usage', ...this.#counts };
  }
}

function merge(one: Counts, other: Counts): Counts {
  const known = countNames.filter((name) => (one[name] ?? other[name]) !== undefined);
  const counts = known.map((name) => [name, Math.max(one[name] ?? 0, other[name] ?? 0)]);
  return { inputTokens: undefined, outputTokens: undefined, ...Object.fromEntries(counts) };
}

function decodeUsage(usage: JsonObject): Counts | undefined {
  const reported = readCounts(usage);
  const { input, completion, total, cached, written, reasoning } = reported;
  if (input === undefined && completion === undefined && total === undefined) return undefined;
  return {
    inputTokens: sum(input ?? restOf(total, completion), excludedInput(reported)),
    outputTokens: sum(completion ?? restOf(total, input), excludedOutput(reported)),
    ...(cached !== undefined && { cachedInputTokens: cached }),
    ...(written !== undefined && { cacheWriteTokens: written }),
    ...(reasoning !== undefined && { reasoningTokens: reasoning }),
  };
}

type ReportedCounts = Readonly<
  Record<'input' | 'completion' | 'total' | 'cached' | 'written' | 'reasoning', number | undefined>
> & { readonly usage: JsonObject };

function readCounts(usage: JsonObject): ReportedCounts {
  const { prompt_tokens_details: promptDetails, completion_tokens_details: completionDetails } =
    usage;
  const input = isJsonObject(promptDetails) ? promptDetails : usage.input_tokens_details;
  const output = isJsonObject(completionDetails) ? completionDetails : usage.output_tokens_details;
  return {
    usage,
    input:
      toCount(usage.prompt_tokens) ??
      toCount(usage.input_tokens) ??
      toCount(usage.promptTokenCount),
    completion:
      toCount(usage.completion_tokens) ??
      toCount(usage.output_tokens) ??
      toCount(usage.candidatesTokenCount),
    total: toCount(usage.total_tokens) ?? toCount(usage.totalTokenCount),
    cached: readCached(usage, input),
    written: readWritten(usage, input),
    reasoning: readReasoning(usage, output),
  };
}

function readCached(usage: JsonObject, details: JsonValue | undefined): number | undefined {
  const { cached_tokens: cached, cache_read_tokens: read } = isJsonObject(details) ? details : {};
  return highest(
    cached,
    read,
    // DeepSeek; Moonshot; Anthropic; Gemini
    usage.prompt_cache_hit_tokens,
    usage.cached_tokens,
    usage.cache_read_input_tokens,
    usage.cachedContentTokenCount,
  );
}

function readWritten(usage: JsonObject, details: JsonValue | undefined): number | undefined {
  const { cache_creation_input_tokens: written } = usage;
  if (!isJsonObject(details)) return toCount(written);
  return highest(
    // OpenRouter; LiteLLM; DashScope
    details.cache_write_tokens,
    details.cache_creation_tokens,
    details.cache_creation_input_tokens,
    written,
  );
}

function readReasoning(usage: JsonObject, details: JsonValue | undefined): number | undefined {
  return highest(
    isJsonObject(details) ? details.reasoning_tokens : undefined,
    // Perplexity; Gemini
    usage.reasoning_tokens,
    usage.thoughtsTokenCount,
  );
}

/** Tokens of the total that are in neither of the two counts. */
function missingTokens({ input, completion, total }: ReportedCounts): number {
  if (input === undefined || completion === undefined || total === undefined) return 0;
  return Math.max(0, total - input - completion);
}

/**
 * Cached tokens that are only in the total, that Anthropic's own fields report apart, or that are more than the input.
 */
function excludedInput(reported: ReportedCounts): number {
  const { usage, input = 0, cached = 0, written = 0, total } = reported;
  if (cached + written === 0) return 0;
  // OpenRouter, for Grok
  if (cached > input) return cached + written;
  if (total === undefined && isAnthropic(usage)) return cached + written;
  return missingTokens(reported) === cached + written ? cached + written : 0;
}

/** Whether the input has Anthropic's names. It does not include the cached tokens then. */
function isAnthropic(usage: JsonObject): boolean {
  return (
    toCount(usage.prompt_tokens) === undefined &&
    (toCount(usage.cache_read_input_tokens) ?? toCount(usage.cache_creation_input_tokens)) !==
      undefined
  );
}

/**
 * Reasoning that is only in the total. `completion_tokens` includes reasoning at OpenAI, but not at xAI and Gemini.
 * Gemini does not report it separately.
 */
function excludedOutput(reported: ReportedCounts): number {
  const { usage, completion, total, reasoning = 0 } = reported;
  if (excludedInput(reported) > 0) return 0;
  const missing = missingTokens(reported);
  if (reasoning === 0) return missing;
  // Perplexity has its own name for it, bills it apart, and leaves it out of the total.
  const canBeApart = total === undefined || toCount(usage.reasoning_tokens) !== undefined;
  const isSeparate = canBeApart && completion !== undefined && reasoning > completion;
  return isSeparate || missing >= reasoning ? reasoning : 0;
}

function restOf(total: number | undefined, input: number | undefined): number | undefined {
  return total === undefined || input === undefined || total < input ? undefined : total - input;
}

function sum(count: number | undefined, more: number): number | undefined {
  return count === undefined ? undefined : count + more;
}

/** Returns the highest of the counts with the same meaning. Gateways send zeros in the fields of other vendors. */
function highest(...values: readonly (JsonValue | undefined)[]): number | undefined {
  let most: number | undefined;
  for (const value of values) {
    const count = toCount(value);
    if (count !== undefined && count > (most ?? -1)) most = count;
  }
  return most;
}

/** Some servers send counts as text. */
function toCount(value: JsonValue | undefined): number | undefined {
  const count = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value;
  return typeof count === 'number' && count >= 0 && count < Infinity ? count : undefined;
}
