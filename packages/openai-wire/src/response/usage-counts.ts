import type { JsonValue, UsageEvent } from '@understudy/core/provider';
import { isJsonObject, readObject } from '@understudy/provider-utils';

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

  /** Reads one report. Values that are no counts are ignored. */
  add(usage: JsonValue | undefined): void {
    const counts = isJsonObject(usage) ? decodeUsage(usage) : undefined;
    if (counts) this.#counts = this.#counts ? merge(this.#counts, counts) : counts;
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

function decodeUsage(usage: JsonValue): Counts | undefined {
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
> & {
  /** Whether the input has Anthropic's names. It does not include the cached tokens then. */
  readonly isAnthropic: boolean;
  /** Whether the reasoning has Perplexity's name. */
  readonly isPerplexity: boolean;
};

function readCounts(usage: JsonValue): ReportedCounts {
  const inputDetails =
    readObject(usage, 'prompt_tokens_details') ?? readObject(usage, 'input_tokens_details');
  const outputDetails =
    readObject(usage, 'completion_tokens_details') ?? readObject(usage, 'output_tokens_details');
  return {
    input: readCount(usage, 'prompt_tokens', 'input_tokens', 'promptTokenCount'),
    completion: readCount(usage, 'completion_tokens', 'output_tokens', 'candidatesTokenCount'),
    total: readCount(usage, 'total_tokens', 'totalTokenCount'),
    isPerplexity: readCount(usage, 'reasoning_tokens') !== undefined,
    isAnthropic:
      readCount(usage, 'prompt_tokens') === undefined &&
      readCount(usage, 'cache_read_input_tokens', 'cache_creation_input_tokens') !== undefined,
    cached:
      readCount(inputDetails, 'cached_tokens') ??
      // DeepSeek; Moonshot; Anthropic; Gemini
      readCount(
        usage,
        'prompt_cache_hit_tokens',
        'cached_tokens',
        'cache_read_input_tokens',
        'cachedContentTokenCount',
      ),
    written:
      // OpenRouter; LiteLLM; DashScope
      readCount(
        inputDetails,
        'cache_write_tokens',
        'cache_creation_tokens',
        'cache_creation_input_tokens',
      ) ?? readCount(usage, 'cache_creation_input_tokens'),
    reasoning:
      readCount(outputDetails, 'reasoning_tokens') ??
      // Perplexity; Gemini
      readCount(usage, 'reasoning_tokens', 'thoughtsTokenCount'),
  };
}

/** Tokens of the total that are in neither of the two counts. */
function missingTokens({ input, completion, total }: ReportedCounts): number {
  if (input === undefined || completion === undefined || total === undefined) return 0;
  return Math.max(0, total - input - completion);
}

/** Cached tokens that are only in the total, or that Anthropic's own fields report apart. */
function excludedInput(reported: ReportedCounts): number {
  const { cached = 0, written = 0, total, isAnthropic } = reported;
  if (isAnthropic && total === undefined) return cached + written;
  const missing = missingTokens(reported);
  return missing > 0 && missing === cached + written ? missing : 0;
}

/**
 * Reasoning that is only in the total. `completion_tokens` includes reasoning at OpenAI, but not at xAI and Gemini.
 * Gemini does not report it separately.
 */
function excludedOutput(reported: ReportedCounts): number {
  const { completion, total, reasoning = 0, isPerplexity } = reported;
  if (excludedInput(reported) > 0) return 0;
  const missing = missingTokens(reported);
  if (reasoning === 0) return missing;
  // Perplexity bills it apart, and leaves it out of the total.
  const canBeApart = total === undefined || isPerplexity;
  const isSeparate = canBeApart && completion !== undefined && reasoning > completion;
  return isSeparate || missing >= reasoning ? reasoning : 0;
}

function restOf(total: number | undefined, input: number | undefined): number | undefined {
  return total === undefined || input === undefined || total < input ? undefined : total - input;
}

function sum(count: number | undefined, more: number): number | undefined {
  return count === undefined ? undefined : count + more;
}

function readCount(value: unknown, ...names: readonly string[]): number | undefined {
  if (!isJsonObject(value)) return undefined;
  for (const name of names) {
    const count = toCount(value[name]);
    if (count !== undefined) return count;
  }
  return undefined;
}

/** Some servers send counts as text. */
function toCount(value: JsonValue | undefined): number | undefined {
  const count = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value;
  return typeof count === 'number' && count >= 0 ? count : undefined;
}
