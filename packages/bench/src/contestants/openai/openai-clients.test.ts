import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Upstream } from '../../harness/scenario.ts';
import { sampleText } from '../../scenarios/upstream/sample-text.ts';
import { readResponse } from '../../tasks/read-response.ts';
import { startOpenAiServer } from '../../upstreams/openai-server.ts';
import { baseline, handWritten, responseClients, streamClients } from './openai-clients.ts';
import type { OpenAiClient } from './openai-clients.ts';

const script = {
  responseText: sampleText('russian', 400),
  charactersPerChunk: 7,
  eventsPerWrite: 3,
};
const other = { ...script, responseText: sampleText('russian', 300) };
let server: Upstream;

beforeAll(async () => {
  server = await startOpenAiServer({ main: script, other });
});
afterAll(() => server.close());

async function chat({ create }: OpenAiClient, name: string): Promise<string> {
  const client = await create({ baseUrl: `${server.url}/${name}/v1`, script });
  try {
    return await readResponse(client);
  } finally {
    await client.close();
  }
}

describe('streamClients', () => {
  it.each([baseline, handWritten, ...streamClients])('$name streams the text', async (client) => {
    expect(await chat(client, 'main')).toBe(script.responseText);
  });
});

describe('responseClients', () => {
  it.each(responseClients)('$name returns the text', async (client) => {
    expect(await chat(client, 'main')).toBe(script.responseText);
  });
});

describe('baseline', () => {
  it('rejects a response with a wrong number of bytes', async () => {
    await expect(chat(baseline, 'other')).rejects.toThrow('wrong response: expected');
  });
});
