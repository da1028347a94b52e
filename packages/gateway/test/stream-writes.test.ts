import { once } from 'node:events';

import { createUnderstudy } from '@understudy/core';
import type { ProviderEvent } from '@understudy/core/provider';
import { ScriptedProvider } from '@understudy/core/testing';
import { createGateway } from '@understudy/gateway';
import { expect, it } from 'vitest';

import { bodyFor } from './fixture.ts';
import { encodePost, openRaw, readAll } from './raw-request.ts';

const text = (part: string): ProviderEvent => ({ type: 'text-delta', text: part });
const batches: readonly (readonly ProviderEvent[])[] = [
  [text('One, '), text('two, '), text('three. ')],
  [text('So '), { type: 'reasoning-delta', text: 'Hm' }, text('it '), text('is.')],
  [{ type: 'finish', reason: 'stop' }],
];

/** Streams the batches. Returns everything that the gateway sends, and what arrives first. */
async function receive(path: string): Promise<{ readonly all: string; readonly first: string }> {
  const provider = new ScriptedProvider({
    id: 'acme',
    models: ['one'],
    lifecycle: { state: 'active' },
    script: batches,
  });
  await using understudy = createUnderstudy({
    providers: [provider.definition],
    chains: { support: ['acme/one'] },
  });
  await using gateway = createGateway({ understudy });
  const url = await gateway.listen({ port: 0 });
  const body = JSON.stringify(bodyFor(path, { stream: true }));
  const socket = openRaw(url, encodePost(path, body, ['connection: close']));
  const [first] = await once(socket, 'data');
  return { first: String(first), all: String(first) + (await readAll(socket)) };
}

it.each([
  ['/v1/chat/completions', /"content":"([^"]+)"/g],
  ['/v1/responses', /"type":"response\.output_text\.delta".*?"delta":"([^"]+)"/g],
  ['/v1/messages', /"text_delta","text":"([^"]+)"/g],
])(
  '%s sends the texts of one batch as one event, and the head with the first one',
  async (path, pattern) => {
    const { all, first } = await receive(path);
    const texts = [...all.matchAll(pattern)].map(([, each]) => each);
    expect(texts).toEqual(['One, two, three. ', 'So ', 'it is.']);
    expect(first).toMatch(/^HTTP\/1\.1 200 [^]*\r\n\r\n[^]*One, two/);
  },
);
