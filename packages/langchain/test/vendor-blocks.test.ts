import { HumanMessage } from '@langchain/core/messages';
import { createUnderstudy } from '@understudy/core';
import { ScriptedProvider } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { toChatModel } from '../src/index.ts';

const png = 'iVBORw0KGgo=';
const pdf = 'JVBERi0=';
const base64 = (data: string): object => ({ type: 'base64', base64: data });
const text = (value: string): object => ({ type: 'bytes', bytes: new TextEncoder().encode(value) });
const url = (href: string): object => ({ type: 'url', url: new URL(href) });
const address = 'https://example.com/a';

/** Returns the second part of a message with this block. */
async function decode(block: { readonly type: string }): Promise<unknown> {
  const provider = new ScriptedProvider({
    id: 'acme',
    models: ['one'],
    lifecycle: { state: 'active' },
    script: [
      { type: 'text-delta', text: 'Hi' },
      { type: 'finish', reason: 'stop' },
    ],
  });
  await using understudy = createUnderstudy({ providers: [provider.definition] });
  const content = [{ type: 'text', text: 'Look.' }, { ...block }];
  await toChatModel(understudy, 'acme/one').invoke([new HumanMessage({ content })]);
  const [message] = provider.requests[0]?.messages ?? [];
  return message?.content[1];
}

describe('a block of a message', () => {
  it.each([
    [
      'of plain text',
      { type: 'text-plain', text: 'Hi', title: 'a.txt' },
      { type: 'file', mediaType: 'text/plain', data: text('Hi'), name: 'a.txt' },
    ],
    [
      'of text as a file',
      { type: 'file', source_type: 'text', text: 'Hi', mime_type: 'text/csv' },
      { type: 'file', mediaType: 'text/csv', data: text('Hi') },
    ],
    [
      'with audio of OpenAI',
      { type: 'input_audio', input_audio: { data: 'AQ==', format: 'wav' } },
      { type: 'file', mediaType: 'audio/wav', data: base64('AQ==') },
    ],
    [
      'with a file of OpenAI',
      {
        type: 'file',
        file: { filename: 'a.pdf', file_data: `data:application/pdf;base64,${pdf}` },
      },
      { type: 'file', mediaType: 'application/pdf', data: base64(pdf), name: 'a.pdf' },
    ],
    [
      'with an image of Anthropic',
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } },
      { type: 'image', mediaType: 'image/png', data: base64(png) },
    ],
    [
      'with the URL of an image of Anthropic',
      { type: 'image', source: { type: 'url', url: address } },
      { type: 'image', data: url(address) },
    ],
    [
      'with a document of Anthropic',
      {
        type: 'document',
        title: 'a.pdf',
        source: { type: 'base64', media_type: 'application/pdf', data: pdf },
      },
      { type: 'file', mediaType: 'application/pdf', data: base64(pdf), name: 'a.pdf' },
    ],
    [
      'with a text of Anthropic',
      { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'Hi' } },
      { type: 'file', mediaType: 'text/plain', data: text('Hi') },
    ],
    [
      'with media of Google',
      { type: 'media', mimeType: 'application/pdf', data: pdf },
      { type: 'file', mediaType: 'application/pdf', data: base64(pdf) },
    ],
    [
      'with the URL of an image of Google',
      { type: 'media', mimeType: 'image/png', fileUri: address },
      { type: 'image', mediaType: 'image/png', data: url(address) },
    ],
    [
      'with data and a text',
      { type: 'image', data: png, mimeType: 'image/png', text: 'A wall.' },
      { type: 'image', mediaType: 'image/png', data: base64(png) },
    ],
    [
      'with data and an object with other fields',
      { type: 'file', data: pdf, mimeType: 'application/pdf', source: { page: 1 } },
      { type: 'file', mediaType: 'application/pdf', data: base64(pdf) },
    ],
  ])('%s is sent', async (_name, block, part) => {
    expect(await decode(block)).toMatchObject(part);
  });

  it.each([
    { type: 'document', source: { type: 'file', file_id: 'file-1' } },
    { type: 'file', file: { file_id: 'file-1' } },
    { type: 'media', mimeType: 'image/png' },
  ])('is rejected without data and URL: %j', async (block) => {
    await expect(decode(block)).rejects.toMatchObject({ path: 'messages[0].content[1]' });
  });
});
