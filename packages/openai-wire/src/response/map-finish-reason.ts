import type { ErrorCode, FinishReason } from '@understudy/core/provider';

/** OpenAI's reasons and those of other vendors, in lower case. */
const reasons: ReadonlyMap<string, FinishReason> = new Map([
  ['stop', 'stop'],
  // Together
  ['eos', 'stop'],
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['length', 'length'],
  ['max_tokens', 'length'],
  // Mistral
  ['model_length', 'length'],
  ['tool_calls', 'tool-calls'],
  ['tool_use', 'tool-calls'],
  ['function_call', 'tool-calls'],
  ['content_filter', 'content-filter'],
  // Gemini
  ['safety', 'content-filter'],
  ['recitation', 'content-filter'],
  // Zhipu
  ['sensitive', 'content-filter'],
]);

/** Reasons of a response that the vendor could not complete. */
const interruptions: ReadonlyMap<string, ErrorCode> = new Map([
  // OpenRouter
  ['error', 'server-error'],
  // vLLM and SGLang
  ['abort', 'server-error'],
  ['aborted', 'server-error'],
  ['cancelled', 'server-error'],
  ['failed', 'server-error'],
  ['server_error', 'server-error'],
  ['internal_error', 'server-error'],
  // Zhipu
  ['network_error', 'server-error'],
  ['timeout', 'timeout'],
  ['overloaded', 'overloaded'],
  ['engine_overloaded', 'overloaded'],
  ['rate_limit', 'rate-limited'],
  ['rate_limited', 'rate-limited'],
  // Gemini
  ['malformed_function_call', 'malformed-response'],
  // DeepSeek
  ['insufficient_system_resource', 'overloaded'],
]);

/** Words for a missing reason. DashScope sends `null` as text in every chunk. */
const missingReasons: ReadonlySet<string> = new Set(['', 'null', 'none', 'undefined']);

/** Whether the value of `finish_reason` is a reason. */
export function isFinishReason(value: unknown): value is string {
  return typeof value === 'string' && !missingReasons.has(value.trim().toLowerCase());
}

/** Maps a vendor's finish reason. Gemini appends details after a colon. */
export function mapFinishReason(raw: string): FinishReason {
  const known = reasons.get(raw);
  if (known) return known;
  const [reason = ''] = raw.toLowerCase().split(':');
  return reasons.get(reason) ?? 'other';
}

/**
 * Returns the error code if the finish reason reports an error. Gemini sends `function_call_filter:
 * MALFORMED_FUNCTION_CALL`.
 */
export function interruptionCode(raw: string): ErrorCode | undefined {
  if (reasons.has(raw)) return undefined;
  const words = raw.toLowerCase().split(/:\s*/);
  return words.map((word) => interruptions.get(word)).find((code) => code !== undefined);
}
