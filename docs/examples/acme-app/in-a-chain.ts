import { createUnderstudy } from '@understudy/core';
import { startFakeGptEmulator } from '@understudy/emulator';
import { fakegpt } from '@understudy/provider-fakegpt';
import { acme } from 'understudy-provider-acme';

const emulator = await startFakeGptEmulator(); // a local server; needs no API key
const apiKey = process.env['ACME_API_KEY'];
const baseUrl = process.env['ACME_URL'];
const understudy = createUnderstudy({
  providers: [acme({ apiKey, baseUrl }), fakegpt({ baseUrl: emulator.url })],
  chains: { support: ['acme/first-model', 'fakegpt/gpt-4'] },
});

const messages = [{ role: 'user', content: 'What color is the sea?' }] as const;
const chat = understudy.chat({ model: 'support', messages });
console.log(await chat.text());
console.table(chat.attempts, ['provider', 'model', 'outcome']);

await understudy.close();
await emulator.close();
