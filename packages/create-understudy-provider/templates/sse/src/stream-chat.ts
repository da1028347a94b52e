import type { ChatRequest, ProviderContext, ProviderEvent } from '@understudy/core/provider';
import { readRequestId, readSse } from '@understudy/provider-utils';

import { createRequest } from './create-request.ts';
import { decodeMessages } from './decode-chat-stream.ts';
import { assertResponse } from './decode-error.ts';
import { createWarnings, encodeChatRequest } from './encode-chat-request.ts';
import type { MyVendorSettings } from './my-vendor-settings.ts';

/** Sends one chat request and yields the events of the response. */
export async function* streamChat(
  request: ChatRequest,
  context: ProviderContext,
  settings: MyVendorSettings,
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const body = encodeChatRequest(request);
  const response = await context.http.request(
    createRequest({ method: 'POST', path: 'chat', body }, context, settings),
  );
  const expectation = { operation: 'the chat', type: 'text/event-stream' };
  await assertResponse(response, expectation, context.clock);
  const requestId = readRequestId(response.headers);
  const { provider } = context;
  yield [
    { type: 'response-start', provider, model: request.model, requestId },
    ...createWarnings(request),
  ];
  for await (const messages of readSse(response.body)) {
    const { events, error } = decodeMessages(messages);
    yield events;
    if (error) throw error;
  }
}
