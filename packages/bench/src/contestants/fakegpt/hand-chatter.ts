import { randomUUID } from 'node:crypto';

import { createParser } from 'eventsource-parser';
import { Agent, request } from 'undici';
import type { Dispatcher } from 'undici';

import type { Chatter } from '../../tasks/chatter.ts';
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

/** What a careful person writes in place of a framework: one login, one loop, no more. */
export async function createHandChatter(baseUrl: string, question: string): Promise<Chatter> {
  const dispatcher = new Agent();
  const login = await logInByHand(baseUrl, dispatcher);
  const headers = { ...login, accept: 'text/event-stream', 'content-type': 'application/json' };
  return {
    ask: async (onText) => {
      const { statusCode, body } = await request(`${baseUrl}/api/conversation`, {
        method: 'POST',
        dispatcher,
        headers,
        body: encodeQuestion(question),
      });
      if (statusCode !== 200) throw new Error(`status ${statusCode}: ${await body.text()}`);
      await readAnswer(body, onText);
    },
    close: () => dispatcher.close(),
  };
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
  if (!done) throw new Error('the answer ended without [DONE]');
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
