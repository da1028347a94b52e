import { isProviderError } from '@understudy/core';
import type { ChatEvent, ChatStream, ErrorCode, ProviderError } from '@understudy/core';

import { expectEqual, fail, quote } from '../sentences.ts';

/** What a caller saw of one chat, the story of its attempts left out. */
export interface ChatResult {
  readonly events: readonly ChatEvent[];
  readonly text: string;
  /** What it failed with; undefined when it was answered. */
  readonly error: unknown;
}

/** Reads a chat to its end, whatever that is. */
export async function collectChat(chat: ChatStream): Promise<ChatResult> {
  const events: ChatEvent[] = [];
  let error: unknown;
  try {
    for await (const event of chat) if (!event.type.startsWith('attempt-')) events.push(event);
  } catch (thrown) {
    error = thrown ?? new Error('nothing was thrown');
  }
  return { events, text: textOf(events), error };
}

/** Reads a chat that is to be answered. */
export async function collectResponse(chat: ChatStream): Promise<ChatResult> {
  const seen = await collectChat(chat);
  if (seen.error !== undefined) fail(`expected an answer, and ${formatError(seen.error)} came`);
  return seen;
}

/** Reads a chat that is to fail in one of these codes; in any, where none is named. */
export async function collectFailure(
  chat: ChatStream,
  ...codes: readonly ErrorCode[]
): Promise<ChatResult & { readonly error: ProviderError }> {
  const seen = await collectChat(chat);
  const { error } = seen;
  const expected =
    codes.length > 0 ? `expected the error ${codes.join(' or ')}` : 'expected an error';
  if (error === undefined) {
    return fail(`${expected}, and an answer came that was taken for whole: ${quote(seen.text)}`);
  }
  if (!isProviderError(error)) return fail(`${expected}, and ${formatError(error)} came`);
  if (codes.length > 0 && !codes.includes(error.code))
    return fail(`${expected}, and ${formatError(error)} came`);
  expectEqual("the error's partial text", error.partialText, seen.text);
  return { ...seen, error };
}

export function textOf(events: readonly ChatEvent[]): string {
  return events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
}

/** An error in a sentence; with its cause where that alone tells the author what to mend. */
export function formatError(error: unknown): string {
  if (isProviderError(error)) {
    const told = `the error ${error.code} ("${error.message}")`;
    return error.code === 'internal' ? `${told}, caused by ${formatError(error.cause)},` : told;
  }
  return error instanceof Error ? `${error.name} ("${error.message}")` : quote(error);
}
