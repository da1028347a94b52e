import { isProviderError } from '@understudy/core';
import type { ChatEvent, ChatStream, ErrorCode, ProviderError } from '@understudy/core';

import { expectEqual, fail, formatValue } from '../assertions.ts';

/** The output of one chat. */
export interface ChatResult {
  /** All events except those about attempts. */
  readonly events: readonly ChatEvent[];
  readonly text: string;
  /** The error of the chat. Undefined if the response is complete. */
  readonly error: unknown;
}

/** Reads a chat until it ends or fails. Calls `onText` with each text delta. */
export async function collectChat(
  chat: ChatStream,
  onText: (text: string) => void = () => {},
): Promise<ChatResult> {
  const events: ChatEvent[] = [];
  let error: unknown;
  try {
    for await (const event of chat) {
      if (event.type === 'text-delta') onText(event.text);
      if (!event.type.startsWith('attempt-')) events.push(event);
    }
  } catch (thrown) {
    error = thrown ?? new Error('the chat threw no value');
  }
  const text = events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
  return { events, text, error };
}

/**
 * Reads a chat that must not fail.
 *
 * @throws AssertionError if it fails
 */
export async function collectResponse(chat: ChatStream): Promise<ChatResult> {
  const result = await collectChat(chat);
  if (result.error !== undefined) {
    fail(`expected a response, received ${formatError(result.error)}`);
  }
  return result;
}

/**
 * Reads a chat that must fail with one of these codes. Without codes, any `ProviderError` is accepted.
 *
 * @throws AssertionError if it does not fail, or fails with another error
 */
export async function collectFailure(
  chat: ChatStream,
  ...codes: readonly ErrorCode[]
): Promise<ChatResult & { readonly error: ProviderError }> {
  return expectFailure(await collectChat(chat), ...codes);
}

/** @throws AssertionError if the chat did not fail with one of these codes, or with any without codes */
export function expectFailure(
  result: ChatResult,
  ...codes: readonly ErrorCode[]
): ChatResult & { readonly error: ProviderError } {
  const { error, text } = result;
  const expected = codes.length > 0 ? `the error ${codes.join(' or ')}` : 'an error';
  if (error === undefined) {
    return fail(`expected ${expected}, received a complete response with ${formatValue(text)}`);
  }
  if (!isProviderError(error) || (codes.length > 0 && !codes.includes(error.code))) {
    return fail(`expected ${expected}, received ${formatError(error)}`);
  }
  expectEqual("the error's partialText", error.partialText, text);
  return { ...result, error };
}

/** Formats an error for a message. Adds the cause of `internal`, which holds the error of the provider's code. */
export function formatError(error: unknown): string {
  if (isProviderError(error)) {
    const text = `the error ${error.code} ("${error.message}")`;
    return error.code === 'internal' ? `${text}, caused by ${formatError(error.cause)}` : text;
  }
  return error instanceof Error ? `${error.name} ("${error.message}")` : formatValue(error);
}
