import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { fingerprint, startOpenAiEmulator } from '@understudy/emulator';
import type { EmulatorScript, OpenAiEmulator } from '@understudy/emulator';
import { OpenAI } from 'openai';

import { streamSummary } from '../../src/stream-summary.ts';

const rules = [{ when: /^Summarize/, response: 'It opens at nine. It closes at five.' }];
let emulator: OpenAiEmulator;

before(async () => {
  emulator = await startOpenAiEmulator({ rules });
});

after(() => emulator.close());

function createClient({ headers: defaultHeaders }: EmulatorScript): OpenAI {
  const { baseUrl: baseURL } = emulator;
  return new OpenAI({ baseURL, apiKey: 'sk-test', maxRetries: 1, defaultHeaders });
}

async function readSummary(script: EmulatorScript): Promise<string> {
  return (await Array.fromAsync(streamSummary(createClient(script), 'the museum'))).join('');
}

// Each test has its own script, so the tests can share the emulator and run concurrently.
describe('streamSummary', { concurrency: true }, () => {
  it('sends the key, the model and the prompt, and returns the complete text', async () => {
    const script = emulator.addScript([]);
    assert.equal(await readSummary(script), 'It opens at nine. It closes at five.');
    const { key, lastUserMessage, model } = await script.nextRequest();
    assert.equal(key, fingerprint('sk-test'));
    assert.equal(lastUserMessage, 'Summarize the museum in two sentences.');
    assert.equal(model, 'gpt-5-mini');
  });

  it('retries after a rate limit', async () => {
    const script = emulator.addScript([{ kind: 'rate-limit-retry-after-ms', milliseconds: 1 }]);
    assert.equal(await readSummary(script), 'It opens at nine. It closes at five.');
    assert.deepEqual(
      script.requests.map(({ status }) => status),
      [429, 200],
    );
  });

  it('rejects if the stream is truncated', async () => {
    const script = emulator.addScript([{ kind: 'truncated-stream', afterEvents: 3 }]);
    await assert.rejects(readSummary(script), /the summary is incomplete/);
  });

  it('closes the connection when the consumer stops reading', async () => {
    const script = emulator.addScript(['stall-after-text']);
    for await (const text of streamSummary(createClient(script), 'the museum')) {
      if (text !== '') break;
    }
    const request = await script.nextRequest();
    assert.equal((await request.waitForEnd()).ending, 'client-aborted');
  });
});
