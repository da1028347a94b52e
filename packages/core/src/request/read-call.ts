import type { ChatOptions } from '../chat/chat-options.ts';
import { findSignal, readCallOptions } from './read-call-options.ts';
import type { CheckedRequest } from './read-request.ts';
import { readRequest } from './read-request.ts';

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

/** Checks and copies what an app passes to `chat()`. @throws ConfigurationError */
export function readCall(input: unknown, options: unknown): CheckedCall {
  const request = readRequest(input);
  const checked = readCallOptions(options);
  return { type: 'valid', ...request, options: checked, signal: checked.signal };
}

/** Like `readCall`, but returns the error. */
export function tryReadCall(input: unknown, options: unknown): CheckedInput {
  try {
    return readCall(input, options);
  } catch (error) {
    return { type: 'invalid', error, signal: findSignal(options) };
  }
}
