import { ProviderError } from '@understudy/core/provider';
import type { FinishReason, ProviderEvent } from '@understudy/core/provider';
import { readNumber, readObject, readString } from '@understudy/provider-utils';

/** My Vendor's finish reasons. Others are `other`. */
const finishReasons: ReadonlyMap<string | undefined, FinishReason> = new Map([
  ['stop', 'stop'],
  ['length', 'length'],
  ['filter', 'content-filter'],
]);

/**
 * Decodes a complete response.
 *
 * @throws ProviderError for a response without text
 */
export function decodeResponse(json: unknown): readonly ProviderEvent[] {
  const text = readString(json, 'text');
  if (text === undefined) {
    const message = 'the response: expected a field "text", received none';
    throw new ProviderError({ code: 'malformed-response', message });
  }
  return [{ type: 'text-delta', text }, ...decodeUsage(json), ...decodeFinish(json)];
}

/** Returns an empty array if My Vendor sent no token counts. */
function decodeUsage(json: unknown): readonly ProviderEvent[] {
  const usage = readObject(json, 'usage');
  if (!usage) return [];
  const inputTokens = readNumber(usage, 'input');
  const outputTokens = readNumber(usage, 'output');
  return [{ type: 'usage', inputTokens, outputTokens }];
}

/** Returns an empty array if My Vendor sent no finish reason. The response is then truncated. */
function decodeFinish(json: unknown): readonly ProviderEvent[] {
  const rawReason = readString(json, 'reason');
  if (rawReason === undefined) return [];
  return [{ type: 'finish', reason: finishReasons.get(rawReason) ?? 'other', rawReason }];
}
