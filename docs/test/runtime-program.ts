import { createUnderstudy } from '@understudy/core';
import type { PortOptions } from '@understudy/core';
import { fetchHttp } from '@understudy/core/fetch';
import { startOpenAiEmulator } from '@understudy/emulator';
import { openai } from '@understudy/provider-openai';

const messages = [{ role: 'user', content: 'What is 2+2*3?' }] as const;
const { fetch } = globalThis;
let fetchCalls = 0;
globalThis.fetch = (...call) => {
  fetchCalls += 1;
  return fetch(...call);
};

async function chat(ports?: PortOptions): Promise<string> {
  await using emulator = await startOpenAiEmulator();
  await using understudy = createUnderstudy({
    providers: [openai({ apiKey: 'any', baseUrl: emulator.baseUrl })],
    ports,
  });
  return await understudy.chat({ model: 'openai/gpt-5-mini', messages }).text();
}

console.log(`default: ${await chat()}`);
console.log(`fetch calls: ${fetchCalls}`);
console.log(`fetchHttp: ${await chat({ http: fetchHttp() })}`);
console.log(`fetch calls: ${fetchCalls}`);
