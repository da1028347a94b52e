import type { ChatRequest, JsonObject } from '@understudy/core/provider';

import { encodeMessagesRequest } from './encode-messages-request.ts';
import type { EncodedRequest, EncodeSettings } from './encode-messages-request.ts';

/** Fields that the API rejects in a request to count tokens, because they do not change the count. */
const generationFields: readonly string[] = [
  'max_tokens',
  'stop_sequences',
  'temperature',
  'top_p',
  'top_k',
  'metadata',
  'service_tier',
  'container',
  'inference_geo',
  'diagnostics',
  'fallbacks',
  'fallback_credit_token',
  'safeguards',
  'thread',
];

/** Encodes a request as the body of `POST /v1/messages/count_tokens`. */
export function encodeCountRequest(
  request: ChatRequest,
  settings: Omit<EncodeSettings, 'stream'>,
): Pick<EncodedRequest, 'body' | 'betas'> {
  const { body, betas } = encodeMessagesRequest(request, { ...settings, stream: false });
  const fields = Object.entries(body).filter(([name]) => !generationFields.includes(name));
  const counted: JsonObject = Object.fromEntries(fields);
  return { body: counted, betas };
}
