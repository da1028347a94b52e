import type { ChatRequest, JsonObject } from '@understudy/core/provider';

import type { Quirks } from './quirks.ts';

export interface EncodeSettings {
  /** The id of the provider: its `providerOptions` are merged into the body. */
  readonly provider: string;
  readonly stream: boolean;
  readonly quirks?: Quirks | undefined;
}

export interface EncodedRequest {
  readonly body: JsonObject;
  /** What of the request has no place in the dialect, or in this vendor's, a sentence each. */
  readonly warnings: readonly string[];
}

/** A request as the body of `POST /chat/completions`. */
export function encodeChatRequest(
  request: ChatRequest,
  { stream }: EncodeSettings,
): EncodedRequest {
  const messages = request.messages.map(({ role, content }) => ({
    role,
    content: typeof content === 'string' ? content : '',
  }));
  return { body: { model: request.model, messages, stream }, warnings: [] };
}
