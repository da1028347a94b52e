import { ConfigurationError, readString } from '@understudy/core/provider';
import type { ChatRequest } from '@understudy/core/provider';

export interface DecodedRequest {
  readonly request: ChatRequest;
  readonly stream: boolean;
  /** Whether the stream is to tell its usage. */
  readonly includeUsage: boolean;
  /** Fields that have no place in a `ChatRequest`, a sentence each. */
  readonly warnings: readonly string[];
}

/**
 * A request that an app sent to us.
 *
 * @throws ConfigurationError `invalid-request` with the path of the field
 */
export function decodeChatRequest(json: unknown): DecodedRequest {
  const model = readString(json, 'model');
  if (model === undefined) {
    throw new ConfigurationError({
      code: 'invalid-request',
      path: 'model',
      expected: 'a name',
      found: 'none',
    });
  }
  return { request: { model, messages: [] }, stream: false, includeUsage: false, warnings: [] };
}
