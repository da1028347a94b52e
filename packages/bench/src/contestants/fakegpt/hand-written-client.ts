import { randomUUID } from 'node:crypto';

import { createParser } from 'eventsource-parser';
import { Agent, request } from 'undici';
import type { Dispatcher } from 'undici';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { logInByHand } from './hand-login.ts';

interface SnapshotEvent {
  readonly error?: string | null;
  readonly message?: {
    readonly author: { readonly role: string };
    readonly content: { readonly content_type: string; readonly parts: readonly string[] };
    readonly metadata: { readonly message_type?: string | null };
    readonly recipient: string;
  };
}

/** A site, and the login by which it is asked. */
export interface HandTarget {
  readonly baseUrl: string;
  readonly dispatcher: Dispatcher;
  readonly headers: Readonly<Record<string, string>>;
}

export interface HandCall {
  readonly signal?: AbortSignal | undefined;
  /** Sent beside those of the login. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** What a careful person writes in place of a framework: one login, one loop, no more. */
export async function createHandChatter(baseUrl: string, question: string): Promise<ChatClient> {
  const dispatcher = new Agent();
  const target = await openByHand(baseUrl, dispatcher);
  return {
    ask: (onText) => askByHand(target, question, onText),
    close: () => dispatcher.close(),
  };
}

export async function openByHand(baseUrl: string, dispatcher: Agent): Promise<HandTarget> {
  const login = await logInByHand(baseUrl, dispatcher);
  const headers = { ...login, accept: 'text/event-stream', 'content-type': 'application/json' };
  return { baseUrl, dispatcher, headers };
}

/** @throws an Error for everything but a whole answer */
export async function askByHand(
  { baseUrl, dispatcher, headers }: HandTarget,
  question: string,
  onText: (text: string) => void,
  call: HandCall = {},
): Promise<void> {
  const { statusCode, body } = await request(`${baseUrl}/api/conversation`, {
    method: 'POST',
    dispatcher,
    headers: call.headers ? { ...headers, ...call.headers } : headers,
    body: encodeQuestion(question),
    ...(call.signal && { signal: call.signal }),
  });
  if (statusCode !== 200) throw new Error(`status ${statusCode}: ${await body.text()}`);
  await readAnswer(body, onText);
}

async function readAnswer(
  body: Dispatcher.ResponseData['body'],
  onText: (text: string) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let given = 0;
  let done = false;
  const parser = createParser({
    onEvent: ({ data }) => {
      if (data === '[DONE]') {
        done = true;
        return;
      }
      const text = readSnapshot(data);
      if (text === undefined || text.length <= given) return;
      onText(text.slice(given));
      given = text.length;
    },
  });
  for await (const bytes of body) parser.feed(decoder.decode(bytes, { stream: true }));
  if (!done || given === 0) throw new Error('the answer ended without [DONE] or without text');
}

function readSnapshot(data: string): string | undefined {
  const { message, error }: SnapshotEvent = JSON.parse(data);
  if (typeof error === 'string') throw new Error(error);
  if (message?.author.role !== 'assistant' || message.recipient !== 'all') return undefined;
  if (message.metadata.message_type !== 'next') return undefined;
  return message.content.parts[0];
}

function encodeQuestion(question: string): string {
  const content = { content_type: 'text', parts: [question] };
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
