import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { fingerprint, startOpenAiEmulator } from '@understudy/emulator';
import type { EmulatorScript, OpenAiEmulator } from '@understudy/emulator';
import { OpenAI } from 'openai';

import { tellStory } from '../../src/tell-story.ts';

const rules = [{ when: /story about/, answer: 'The curtain rises. It falls.' }];
let emulator: OpenAiEmulator;

before(async () => {
  emulator = await startOpenAiEmulator({ rules });
});

after(() => emulator.close());

/** The story that an app with this script is told. */
async function read({ headers: defaultHeaders }: EmulatorScript): Promise<string> {
  const { baseUrl: baseURL } = emulator;
  const client = new OpenAI({ baseURL, apiKey: 'sk-test', maxRetries: 1, defaultHeaders });
  return (await Array.fromAsync(tellStory(client, 'a theatre'))).join('');
}

// Each test has a script of its own, so all of them may ask the one emulator at once.
describe('a story', { concurrency: true }, () => {
  it('is asked for with the key, and told whole', async () => {
    const script = emulator.addScript([]);
    assert.equal(await read(script), 'The curtain rises. It falls.');
    const { key, asked, model } = await script.nextRequest();
    assert.equal(key, fingerprint('sk-test'));
    assert.deepEqual(
      { asked, model },
      { asked: 'A story about a theatre, please.', model: 'gpt-5-mini' },
    );
  });

  it('is asked for again when the vendor says so', async () => {
    const script = emulator.addScript([{ kind: 'rate-limit-retry-after-ms', milliseconds: 1 }]);
    assert.equal(await read(script), 'The curtain rises. It falls.');
    assert.deepEqual(
      script.requests.map(({ status }) => status),
      [429, 200],
    );
  });

  it('is not called whole when it broke off', async () => {
    const script = emulator.addScript([{ kind: 'truncated-stream', afterEvents: 3 }]);
    await assert.rejects(read(script), /the story broke off/);
  });

  it('is not streamed to nobody', async () => {
    const script = emulator.addScript(['stall-after-text']);
    const client = new OpenAI({
      baseURL: emulator.baseUrl,
      apiKey: 'sk-test',
      defaultHeaders: script.headers,
    });
    for await (const piece of tellStory(client, 'a theatre')) if (piece !== '') break;
    const request = await script.nextRequest();
    assert.equal((await request.whenOver()).ending, 'left');
  });
});
