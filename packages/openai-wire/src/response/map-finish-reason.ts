import type { ErrorCode, FinishReason, JsonObject } from '@understudy/core/provider';

/** Zhipu sends it for a prompt that is too long, and for a response that does not fit after the prompt. */
const fullContext = 'model_context_window_exceeded';

/** OpenAI's reasons and those of other vendors, in lower case. */
const reasons: ReadonlyMap<string, FinishReason> = new Map([
  ['stop', 'stop'],
  // Together
  ['eos', 'stop'],
  // TGI
  ['eos_token', 'stop'],
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  // Cohere
  ['complete', 'stop'],
  // Baidu
  ['normal', 'stop'],
  ['length', 'length'],
  ['max_tokens', 'length'],
  ['max_output_tokens', 'length'],
  [fullContext, 'length'],
  // watsonx
  ['time_limit', 'length'],
  // Mistral
  ['model_length', 'length'],
  ['tool_calls', 'tool-calls'],
  ['tool_call', 'tool-calls'],
  ['tool_use', 'tool-calls'],
  ['function_call', 'tool-calls'],
  ['content_filter', 'content-filter'],
  // Anthropic
  ['refusal', 'content-filter'],
  // Gemini
  ['safety', 'content-filter'],
  ['recitation', 'content-filter'],
  ['language', 'content-filter'],
  ['blocklist', 'content-filter'],
  ['prohibited_content', 'content-filter'],
  ['spii', 'content-filter'],
  ['model_armor', 'content-filter'],
  ['image_safety', 'content-filter'],
  ['image_prohibited_content', 'content-filter'],
  ['image_recitation', 'content-filter'],
  // Amazon Bedrock
  ['content_filtered', 'content-filter'],
  ['guardrail_intervened', 'content-filter'],
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
  ['malformed_response', 'malformed-response'],
  ['unexpected_tool_call', 'malformed-response'],
  // Amazon Bedrock
  ['malformed_model_output', 'malformed-response'],
  ['malformed_tool_use', 'malformed-response'],
  // DeepSeek
  ['insufficient_system_resource', 'overloaded'],
]);

/** Words for a missing reason. DashScope sends `null` as text in every chunk. */
const missingReasons: ReadonlySet<string> = new Set(['', 'null', 'none', 'undefined']);

/** Whether the value of `finish_reason` is a reason. */
function isFinishReason(value: unknown): value is string {
  return typeof value === 'string' && !missingReasons.has(value.trim().toLowerCase());
}

/**
 * Returns the finish reason of a choice. Gemini sent it in `finishReason`, and `null` in the field of OpenAI. For
 * responses that were interrupted, OpenRouter sent `stop`, and the reason of the vendor beside it.
 */
export function readFinishReason(choice: JsonObject): string | undefined {
  const { finish_reason: reason, finishReason: other, native_finish_reason: native } = choice;
  if (!isFinishReason(reason)) return isFinishReason(other) ? other : undefined;
  return isFinishReason(native) && isIncomplete(native) && !isIncomplete(reason) ? native : reason;
}

/** Whether a response with this reason is not complete. */
function isIncomplete(raw: string): boolean {
  const reason = mapFinishReason(raw);
  const isCut = reason === 'length' || reason === 'content-filter';
  return isCut || interruptionCode(raw, false) !== undefined;
}

/** Maps a vendor's finish reason. Gemini appends details after a colon. Servers with the AI SDK send `tool-calls`. */
export function mapFinishReason(raw: string): FinishReason {
  const known = reasons.get(raw);
  if (known) return known;
  const [reason = ''] = normalize(raw).split(':');
  return reasons.get(reason) ?? 'other';
}

function normalize(raw: string): string {
  return raw.toLowerCase().replaceAll('-', '_');
}

/**
 * Returns the error code if the finish reason reports an error. Gemini sends `function_call_filter:
 * MALFORMED_FUNCTION_CALL`.
 *
 * @param isEmpty - whether the response has no content
 */
export function interruptionCode(raw: string, isEmpty: boolean): ErrorCode | undefined {
  if (raw === fullContext && isEmpty) return 'context-length-exceeded';
  if (reasons.has(raw)) return undefined;
  const words = normalize(raw).split(/:\s*/);
  return words.map((word) => interruptions.get(word)).find((code) => code !== undefined);
}
