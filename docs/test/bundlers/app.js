import { createUnderstudy } from '@understudy/core';
import { startOpenAiEmulator } from '@understudy/emulator';
import { createGateway } from '@understudy/gateway';
import { openai } from '@understudy/provider-openai';

/** Without `await` at the top level, which CommonJS does not support. */
async function main() {
  const emulator = await startOpenAiEmulator({ rules: [{ when: 'Hi', response: 'Teal.' }] });
  const understudy = createUnderstudy({
    providers: [openai({ apiKey: 'any', baseUrl: emulator.baseUrl })],
  });
  const request = { model: 'openai/gpt-5-mini', messages: [{ role: 'user', content: 'Hi' }] };
  console.log(await understudy.chat(request).text());
  const gateway = createGateway({ understudy });
  const response = await fetch(`${await gateway.listen({ port: 0 })}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  console.log((await response.json()).choices[0].message.content);
  await gateway.close();
  await understudy.close();
  await emulator.close();
}

void main();
