import { readRequestId, readSse } from '@understudy/core/provider';
import type { ChatRequest, ProviderContext, ProviderEvent } from '@understudy/core/provider';

import { createRequest } from './create-request.ts';
import { decodeMessages } from './decode-chat-stream.ts';
import { assertAnswered } from './decode-error.ts';
import { encodeChatRequest, warnUnplaced } from './encode-chat-request.ts';
import type { MyVendorSettings } from './my-vendor-settings.ts';

/** One chat: asks, and follows the answer. */
export async function* streamChat(
  request: ChatRequest,
  context: ProviderContext,
  settings: MyVendorSettings,
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const body = encodeChatRequest(request);
  const response = await context.http.request(
    createRequest({ method: 'POST', path: 'chat', body }, context, settings),
  );
  const wanted = { what: 'the answer', type: 'text/event-stream' };
  await assertAnswered(response, wanted, context.clock);
  const requestId = readRequestId(response.headers);
  const { provider } = context;
  yield [
    { type: 'response-start', provider, model: request.model, requestId },
    ...warnUnplaced(request),
  ];
  for await (const messages of readSse(response.body)) {
    const { events, failure } = decodeMessages(messages);
    yield events;
    if (failure) throw failure;
  }
}
