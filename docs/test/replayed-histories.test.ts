import { createUnderstudy } from '@understudy/core';
import type { Message, Understudy } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { histories } from './replayed-histories/histories.ts';
import { dialects } from './vendor-pairs/dialects.ts';
import type { Dialect } from './vendor-pairs/dialects.ts';
import { isObject } from './vendor-pairs/sent-request.ts';
import type { SentObject } from './vendor-pairs/sent-request.ts';

const tools = [
  {
    name: 'paint',
    inputSchema: { type: 'object', properties: { wall: { type: 'integer' } } },
  },
];

/** Sends messages to the emulator of a vendor, which rejects what the vendor rejects, and returns the body. */
async function send(dialect: Dialect, messages: readonly Message[]): Promise<SentObject> {
  await using emulator = await dialect.start([]);
  await using understudy: Understudy = createUnderstudy({
    providers: [dialect.define('vendor', emulator.url)],
  });
  await understudy.chat({ model: `vendor/${dialect.model}`, messages, tools }).response();
  const body = emulator.requests.at(-1)?.body;
  return isObject(body) ? body : {};
}

describe.each(dialects)('$label', (dialect) => {
  it.each(histories)('accepts $name', async ({ messages }) => {
    const body = await send(dialect, messages);
    // A lone surrogate is an escape sequence.
    expect(JSON.stringify(body)).not.toMatch(/\\ud[89a-f]/u);
    const { callIds, resultIds } = dialect.read(body);
    for (const id of callIds) expect(id).toMatch(dialect.idPattern);
    expect(new Set(callIds).size).toBe(callIds.length);
    expect(resultIds.toSorted()).toEqual(callIds.toSorted());
  });

  it('receives the output of a result if no part of it can be sent', async () => {
    const history = histories.find(({ name }) => name.startsWith('a result in a file'));
    const sent = JSON.stringify(await send(dialect, history?.messages ?? []));
    expect(sent).toMatch(/"done"|audio\/flac/u);
  });
});
