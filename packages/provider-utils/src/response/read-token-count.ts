import { readNumber } from '@understudy/core/internal';
import { ProviderError } from '@understudy/core/provider';
import type { TokenCount } from '@understudy/core/provider';

import type { JsonResponse } from '../request/vendor-request.ts';

/**
 * Returns the token count in a response.
 *
 * @param field - the field of the response that contains the count
 * @throws ProviderError `malformed-response` if the field is not a number
 */
export function readTokenCount(
  { json, status, requestId }: Pick<JsonResponse, 'json' | 'status' | 'requestId'>,
  field: string,
): TokenCount {
  const inputTokens = readNumber(json, field);
  if (inputTokens !== undefined) return { inputTokens };
  const message = `expected ${field} in the response, received none`;
  throw new ProviderError({ code: 'malformed-response', message, status, requestId });
}
