import type { ChatRequest, JsonObject } from '@understudy/core/provider';

import type { EncodeSettings } from '../encode-chat-request.ts';
import { encodeResponsesRequest } from './encode-responses-request.ts';

/** The fields that the API accepts in a request to count tokens. */
const countedFields: readonly string[] = [
  'model',
  'input',
  'instructions',
  'conversation',
  'previous_response_id',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'reasoning',
  'text',
  'truncation',
];

/** Encodes a request as the body of `POST /responses/input_tokens`. */
export function encodeCountRequest(
  request: ChatRequest,
  settings: Omit<EncodeSettings, 'stream'>,
): JsonObject {
  const { body } = encodeResponsesRequest(request, { ...settings, stream: false });
  const fields = Object.entries(body).filter(([name]) => countedFields.includes(name));
  return Object.fromEntries(fields);
}
