import { describeProvider, openAiWireFormat } from '@understudy/conformance';
import { openai } from '@understudy/provider-openai';

const apiKey = 'sk-canary-91bd5f2a77e0';
const tests: { readonly id: string; readonly run: () => unknown }[] = [];

// No test runner, because the program runs on several runtimes.
describeProvider(
  {
    describe: (_name, define) => define(),
    it: (name, run) => void tests.push({ id: name.split(':', 1)[0] ?? '', run }),
  },
  {
    packageUrl: new URL('../package.json', import.meta.url),
    model: 'gpt-5-mini',
    secrets: [apiKey],
    name: 'openai',
    provider: ({ baseUrl }) => openai({ baseUrl: `${baseUrl}/v1`, apiKey }),
    wireFormat: openAiWireFormat(),
  },
);

const passed: string[] = [];
const failed: { readonly id: string; readonly error: string }[] = [];
for (const { id, run } of tests) {
  try {
    await run();
    passed.push(id);
  } catch (error) {
    failed.push({ id, error: String(error) });
  }
}
console.log(JSON.stringify({ passed, failed }));
