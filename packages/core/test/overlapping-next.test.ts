import { expect, it } from 'vitest';

import { finish, scriptedUnderstudy, text } from './scripted-understudy.ts';

it('answers a call of next() that starts while earlier ones wait in the order of the calls', async () => {
  const words = Array.from({ length: 40 }, (_, index) => `word ${index}`);
  await using fixture = scriptedUnderstudy([...words.map(text), finish]);
  const iterator = fixture.ask().textStream[Symbol.asyncIterator]();
  const received: (string | undefined)[] = [];
  const read = async (index: number): Promise<void> => {
    const { value } = await iterator.next();
    received[index] = value;
  };
  const reads: Promise<void>[] = [];
  for (let round = 0; round < 20; round += 1) {
    // Two calls wait for earlier ones. Later calls start when some of them have settled.
    reads.push(read(2 * round), read(2 * round + 1));
    for (let turns = 0; turns < round; turns += 1) await Promise.resolve();
  }
  await Promise.all(reads);
  expect(received).toEqual(words);
});
