import type { ChatOptions } from '../chat/chat-options.ts';
import { findSignal, readCallOptions } from './read-call-options.ts';
import type { CheckedRequest } from './read-request.ts';
import { readExplainRequest, readRequest } from './read-request.ts';

/** A checked copy of the request and the options of a chat. */
export interface CheckedCall extends CheckedRequest {
  readonly type: 'valid';
  readonly options: ChatOptions;
  readonly signal: AbortSignal | undefined;
}

/** The input of a chat, or the error with which the chat rejects when it is read. */
export type CheckedInput =
  | CheckedCall
  | {
      readonly type: 'invalid';
      readonly error: unknown;
      readonly signal: AbortSignal | undefined;
    };

/** Checks and copies what an app passes to `chat()`. Returns the error if it is not valid. */
export function tryReadCall(input: unknown, options: unknown): CheckedInput {
  try {
    return toCall(readRequest(input), options);
  } catch (error) {
    return { type: 'invalid', error, signal: findSignal(options) };
  }
}

/**
 * Checks and copies what an app passes to `explain()`, whose request can be without messages.
 *
 * @throws ConfigurationError
 */
export function readExplainCall(input: unknown, options: unknown): CheckedCall {
  return toCall(readExplainRequest(input), options);
}

function toCall(request: CheckedRequest, options: unknown): CheckedCall {
  const checked = readCallOptions(options);
  return { type: 'valid', ...request, options: checked, signal: checked.signal };
}
