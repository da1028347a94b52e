import { createUnderstudy } from '@understudy/core';
import { startOpenAiEmulator } from '@understudy/emulator';
import { openai } from '@understudy/provider-openai';

/** Without `await` at the top level, which CommonJS does not support. */
async function main() {
  const emulator = await startOpenAiEmulator({ rules: [{ when: 'Hi', response: 'Teal.' }] });
  const understudy = createUnderstudy({
    providers: [openai({ apiKey: 'any', baseUrl: emulator.baseUrl })],
  });
  const messages = [{ role: 'user', content: 'Hi' }];
  console.log(await understudy.chat({ model: 'openai/gpt-5-mini', messages }).text());
  await understudy.close();
  await emulator.close();
}

void main();
