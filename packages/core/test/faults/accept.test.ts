import { expect, it } from 'vitest';

import { failureOf } from '../scripted-understudy.ts';
import { PlainFixture, collectChat } from './plain-fixture.ts';
import { RawServer } from './raw-server.ts';
import { begin, replyWithStream, stall, stream } from './wire.ts';

it('the socket is closed while a function accept decides', async () => {
  await using server = await RawServer.start(begin(stream('No ', 'end'), stall));
  await using fixture = new PlainFixture([server]);
  const decision = Promise.withResolvers<boolean>();
  const reading = fixture.chat('chain', { accept: () => decision.promise }).response();
  await server.allClosed();
  decision.resolve(true);
  expect(await reading).toMatchObject({ text: 'No end', attempts: [{ outcome: 'succeeded' }] });
});

it('close() does not wait for a function accept that never settles', async () => {
  await using server = await RawServer.start(begin(stream('No end'), stall));
  await using fixture = new PlainFixture([server]);
  const chat = fixture.chat('chain', { accept: () => new Promise(() => {}) });
  const failing = failureOf(chat.text());
  await server.allClosed();
  await fixture.understudy.close({ timeoutMs: 2000 });
  expect(await failing).toMatchObject({ code: 'closed' });
});

it('the response of a rejected target is not in a stream', async () => {
  await using first = await RawServer.start(replyWithStream(stream('No', '.')));
  await using second = await RawServer.start(replyWithStream(stream('A long ', 'text.')));
  const chain = { commit: 'complete', accept: { minTextLength: 4 } } as const;
  await using fixture = new PlainFixture([first, second], { chain });
  const { text, error } = await collectChat(fixture.chat());
  expect({ text, error }).toEqual({ text: 'A long text.', error: undefined });
});

it('a stream of white space falls back, and white space before text is passed on', async () => {
  await using first = await RawServer.start(replyWithStream(stream(' ', '\n', '\u00a0')));
  await using second = await RawServer.start(replyWithStream(stream('\n', ' ', ' a ', '\n')));
  await using fixture = new PlainFixture([first, second]);
  const chat = fixture.chat();
  const { text, error } = await collectChat(chat);
  expect({ text, error }).toEqual({ text: '\n  a \n', error: undefined });
  expect(chat.attempts[0]?.error?.code).toBe('empty-response');
});
