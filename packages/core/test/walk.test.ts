import { createUnderstudy } from '@understudy/core';
import { ScriptedProvider } from '@understudy/core/testing';
import { expect, it } from 'vitest';

it('walks', async () => {
  const scripted = new ScriptedProvider({
    id: 'scripted',
    models: ['m'],
    lifecycle: { state: 'active' },
    script: [
      { type: 'text-delta', text: 'Hel' },
      { type: 'text-delta', text: 'lo' },
      { type: 'finish', reason: 'stop' },
    ],
  });
  const understudy = createUnderstudy({ providers: [scripted.definition] });
  const chat = understudy.chat({ model: 'm', messages: [{ role: 'user', content: 'Hi' }] });
  const seen: string[] = [];
  for await (const event of chat) seen.push(event.type);
  expect(seen).toEqual([
    'attempt-start',
    'response-start',
    'text-delta',
    'text-delta',
    'finish',
    'attempt-end',
  ]);
  expect((await chat.response()).text).toBe('Hello');
  await understudy.close();
});
