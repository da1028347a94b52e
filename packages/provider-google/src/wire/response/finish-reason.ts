import type { FinishReason } from '@understudy/core/provider';

const reasons: ReadonlyMap<string, FinishReason> = new Map<string, FinishReason>([
  ['STOP', 'stop'],
  ['MAX_TOKENS', 'length'],
  ['CONTINUATION', 'length'],
  ['SAFETY', 'content-filter'],
  ['RECITATION', 'content-filter'],
  ['LANGUAGE', 'content-filter'],
  ['BLOCKLIST', 'content-filter'],
  ['PROHIBITED_CONTENT', 'content-filter'],
  ['SPII', 'content-filter'],
  ['MODEL_ARMOR', 'content-filter'],
  ['ESCALATION', 'content-filter'],
  ['IMAGE_SAFETY', 'content-filter'],
  ['IMAGE_PROHIBITED_CONTENT', 'content-filter'],
  ['IMAGE_RECITATION', 'content-filter'],
]);

/** Maps a finish reason. Unknown reasons are `other`. */
export function mapFinishReason(reason: string, hasCalls: boolean): FinishReason {
  const mapped = reasons.get(reason) ?? 'other';
  return mapped === 'stop' && hasCalls ? 'tool-calls' : mapped;
}

/** The model wrote something that the API could not read. Another attempt can succeed. */
export const malformedReasons: ReadonlySet<string> = new Set([
  'MALFORMED_FUNCTION_CALL',
  'MALFORMED_RESPONSE',
  'UNEXPECTED_TOOL_CALL',
]);

/** The value of an enumeration that is not set. */
const unspecified = /^(?:[A-Z_]*_UNSPECIFIED)?$/;

/** Returns a reason, or undefined if the field has no value. */
export function readReason(value: unknown): string | undefined {
  return typeof value === 'string' && !unspecified.test(value) ? value : undefined;
}
