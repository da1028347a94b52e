import { randomUUID } from 'node:crypto';

import { createParser } from 'eventsource-parser';
import { Agent, request } from 'undici';
import type { Dispatcher } from 'undici';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { requestLoginHeaders } from './hand-written-login.ts';

interface SnapshotEvent {
  readonly error?: string | null;
  readonly message?: {
    readonly author: { readonly role: string };
    readonly content: { readonly content_type: string; readonly parts: readonly string[] };
    readonly metadata: { readonly message_type?: string | null };
    readonly recipient: string;
  };
}

/** A FakeGpt server and the headers of a login. */
export interface LoggedInTarget {
  readonly baseUrl: string;
  readonly dispatcher: Dispatcher;
  readonly headers: Readonly<Record<string, string>>;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Sent in addition to the headers of the login. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Creates the client that an app would write without a framework: one login and one loop. */
export async function createHandWrittenClient(
  baseUrl: string,
  prompt: string,
): Promise<ChatClient> {
  const dispatcher = new Agent();
  const target = await logIn(baseUrl, dispatcher);
  return {
    chat: (onText) => sendRequest(target, prompt, onText),
    close: () => dispatcher.close(),
  };
}

export async function logIn(baseUrl: string, dispatcher: Agent): Promise<LoggedInTarget> {
  const login = await requestLoginHeaders(baseUrl, dispatcher);
  const headers = { ...login, accept: 'text/event-stream', 'content-type': 'application/json' };
  return { baseUrl, dispatcher, headers };
}

/** @throws for a status other than 200, and for a response without text or without its end marker */
export async function sendRequest(
  { baseUrl, dispatcher, headers }: LoggedInTarget,
  prompt: string,
  onText: (text: string) => void,
  call: CallOptions = {},
): Promise<void> {
  const { statusCode, body } = await request(`${baseUrl}/api/conversation`, {
    method: 'POST',
    dispatcher,
    headers: call.headers ? { ...headers, ...call.headers } : headers,
    body: encodeRequest(prompt),
    ...(call.signal && { signal: call.signal }),
  });
  if (statusCode !== 200) throw new Error(`status ${statusCode}: ${await body.text()}`);
  await readResponse(body, onText);
}

async function readResponse(
  body: Dispatcher.ResponseData['body'],
  onText: (text: string) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let receivedLength = 0;
  let done = false;
  const parser = createParser({
    onEvent: ({ data }) => {
      if (data === '[DONE]') {
        done = true;
        return;
      }
      const text = readSnapshot(data);
      if (text === undefined || text.length <= receivedLength) return;
      onText(text.slice(receivedLength));
      receivedLength = text.length;
    },
  });
  for await (const bytes of body) parser.feed(decoder.decode(bytes, { stream: true }));
  if (!done || receivedLength === 0)
    throw new Error('the response ended without [DONE] or without text');
}

function readSnapshot(data: string): string | undefined {
  const { message, error }: SnapshotEvent = JSON.parse(data);
  if (typeof error === 'string') throw new Error(error);
  if (message?.author.role !== 'assistant' || message.recipient !== 'all') return undefined;
  if (message.metadata.message_type !== 'next') return undefined;
  return message.content.parts[0];
}

function encodeRequest(prompt: string): string {
  const content = { content_type: 'text', parts: [prompt] };
  return JSON.stringify({
    action: 'next',
    messages: [{ id: randomUUID(), author: { role: 'user' }, content, metadata: {} }],
    parent_message_id: randomUUID(),
    model: 'gpt-4',
    plugin_ids: [],
    timezone_offset_min: -120,
    suggestions: [],
    history_and_training_disabled: true,
    arkose_token: '',
    force_paragen: false,
  });
}
