import type { ErrorCode, FinishReason } from '@understudy/core/provider';

/** The reasons of the dialect, and those that its speakers made up; compared in lower case. */
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

/** The reasons that say: this is not the end of the answer, but of the vendor's strength. */
const interruptions: ReadonlyMap<string, ErrorCode> = new Map([
  // OpenRouter
  ['error', 'server-error'],
  // vLLM and SGLang
  ['abort', 'server-error'],
  // Zhipu
  ['network_error', 'server-error'],
  // DeepSeek
  ['insufficient_system_resource', 'overloaded'],
]);

/** A vendor's reason in our words; Gemini's go on after a colon. */
export function mapFinishReason(raw: string): FinishReason {
  const [word = ''] = raw.toLowerCase().split(':');
  return reasons.get(word) ?? 'other';
}

/** The code of the failure that a finish reason really is; undefined for an end. */
export function interruptionCode(raw: string): ErrorCode | undefined {
  return interruptions.get(raw.toLowerCase());
}
