import { ProviderError, readNumber, readObject, readString } from '@understudy/core/provider';
import type { ProviderEvent } from '@understudy/core/provider';

import { decodeTrouble } from './decode-error.ts';
import { mapFinishReason } from './map-finish-reason.ts';

/**
 * The events of a whole answer.
 *
 * @throws ProviderError for an error in place of an answer, and for what is neither
 */
export function decodeAnswer(json: unknown): readonly ProviderEvent[] {
  const trouble = readObject(json, 'error');
  if (trouble) throw decodeTrouble(trouble);
  const text = readString(json, 'text');
  if (text === undefined) {
    const message = 'the answer: expected a field "text", and there is none';
    throw new ProviderError({ code: 'malformed-response', message });
  }
  return [{ type: 'text-delta', text }, ...decodeUsage(json), ...decodeFinish(json)];
}

/** None, where My Vendor counts nothing. */
function decodeUsage(json: unknown): readonly ProviderEvent[] {
  const usage = readObject(json, 'usage');
  if (!usage) return [];
  const inputTokens = readNumber(usage, 'input');
  const outputTokens = readNumber(usage, 'output');
  return [{ type: 'usage', inputTokens, outputTokens }];
}

/** None, where My Vendor does not say that the answer is whole. */
function decodeFinish(json: unknown): readonly ProviderEvent[] {
  const rawReason = readString(json, 'reason');
  if (rawReason === undefined) return [];
  return [{ type: 'finish', reason: mapFinishReason(rawReason), rawReason }];
}
