import type { ChatRequest, ProviderContext, ProviderEvent } from '@understudy/core/provider';
import { sendRequest } from '@understudy/provider-utils';

import { requestFields } from './acme-settings.ts';
import type { AcmeSettings } from './acme-settings.ts';
import { decodeMessages } from './decode-chat-stream.ts';
import { createWarnings, encodeChatRequest } from './encode-chat-request.ts';

/** Sends one chat request and yields the events of the response. */
export async function* streamChat(
  request: ChatRequest,
  context: ProviderContext,
  settings: AcmeSettings,
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const { requestId, messages: reads } = await sendRequest(context, {
    ...requestFields(settings, 'chat'),
    method: 'POST',
    body: encodeChatRequest(request),
    expect: 'event-stream',
    operation: 'chat request',
  });
  const { provider } = context;
  yield [
    { type: 'response-start', provider, model: request.model, requestId },
    ...createWarnings(request),
  ];
  for await (const messages of reads) {
    const { events, error } = decodeMessages(messages, context.includeRaw);
    yield events;
    if (error) throw error;
  }
}
