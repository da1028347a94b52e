import type { JsonObject, JsonValue, UsageEvent } from '@understudy/core/provider';
import { isJsonObject, readNumber } from '@understudy/provider-utils';
import { addCounts } from '@understudy/provider-utils/internal';

const maxFields = 64;

const countNames = [
  'promptTokenCount',
  'toolUsePromptTokenCount',
  'cachedContentTokenCount',
  'candidatesTokenCount',
  'thoughtsTokenCount',
] as const;

/**
 * Collects the token counts of a response. A response that is continued has several requests, whose counts are added.
 */
export class UsageCounts {
  #earlier: JsonObject = {};
  #current: JsonObject = {};

  /** Reads counts, which are cumulative in a request: the last known value of each field is used. */
  read(usage: JsonValue | undefined): void {
    if (!isJsonObject(usage)) return;
    const known = Object.entries(usage).filter(([, value]) => value !== null);
    const merged = { ...this.#current, ...Object.fromEntries(known) };
    // A server could send a new field in every chunk.
    if (Object.keys(merged).length <= maxFields) this.#current = merged;
  }

  /** Starts to count the next request. */
  startRequest(): void {
    const sums = countNames.flatMap((name) => {
      const sum = this.#count(name);
      return sum === undefined ? [] : [[name, sum] as const];
    });
    this.#earlier = Object.fromEntries(sums);
    this.#current = {};
  }

  get thoughts(): number {
    return this.#count('thoughtsTokenCount') ?? 0;
  }

  /** Returns the counts so far, or undefined if there are none. Thoughts are not part of the candidates. */
  toEvent(): UsageEvent | undefined {
    const prompt = this.#count('promptTokenCount');
    const tools = this.#count('toolUsePromptTokenCount');
    const candidates = this.#count('candidatesTokenCount');
    const thoughts = this.#count('thoughtsTokenCount');
    const cached = this.#count('cachedContentTokenCount');
    const inputTokens = addCounts(prompt, tools);
    const outputTokens = addCounts(candidates, thoughts);
    if (inputTokens === undefined && outputTokens === undefined) return undefined;
    return {
      type: 'usage',
      inputTokens,
      outputTokens,
      ...(cached !== undefined && { cachedInputTokens: cached }),
      ...(thoughts !== undefined && { reasoningTokens: thoughts }),
    };
  }

  /** Returns the fields that have no counterpart in `usage` events, such as the counts by modality. */
  get others(): JsonObject {
    const names: readonly string[] = [...countNames, 'totalTokenCount'];
    return Object.fromEntries(
      Object.entries(this.#current).filter(([name]) => !names.includes(name)),
    );
  }

  #count(name: (typeof countNames)[number]): number | undefined {
    return addCounts(readCount(this.#earlier, name), readCount(this.#current, name));
  }
}

function readCount(counts: JsonObject, name: string): number | undefined {
  const count = readNumber(counts, name);
  return count !== undefined && count >= 0 ? count : undefined;
}
