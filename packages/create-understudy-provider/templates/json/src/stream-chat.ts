import type { ChatRequest, ProviderContext, ProviderEvent } from '@understudy/core/provider';
import { sendRequest } from '@understudy/provider-utils';

import { decodeResponse } from './decode-response.ts';
import { createWarnings, encodeChatRequest } from './encode-chat-request.ts';
import { requestFields } from './my-vendor-settings.ts';
import type { MyVendorSettings } from './my-vendor-settings.ts';

/** Sends one chat request and yields the events of the complete response. */
export async function* streamChat(
  request: ChatRequest,
  context: ProviderContext,
  settings: MyVendorSettings,
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const { requestId, json } = await sendRequest(context, {
    ...requestFields(settings, 'chat'),
    method: 'POST',
    body: encodeChatRequest(request),
    expect: 'json',
    operation: 'chat request',
  });
  const { provider } = context;
  yield [
    { type: 'response-start', provider, model: request.model, requestId },
    ...createWarnings(request),
  ];
  if (context.includeRaw) yield [{ type: 'raw', value: json }];
  yield decodeResponse(json);
}
