import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Upstream } from '../../harness/scenario.ts';
import { sampleText } from '../../scenarios/upstream/sample-text.ts';
import { readResponse } from '../../tasks/read-response.ts';
import { startOpenAiServer } from '../../upstreams/openai-server.ts';
import { createHttpClient } from './http-client.ts';

const script = {
  responseText: sampleText('russian', 400),
  charactersPerChunk: 7,
  eventsPerWrite: 3,
};
let server: Upstream;

beforeAll(async () => {
  server = await startOpenAiServer({ main: script });
});
afterAll(() => server.close());

describe.each(['undici', 'fetchHttp'] as const)('%s', (choice) => {
  it.each(['stream', 'json'] as const)('reads a response as %s', async (format) => {
    const target = { baseUrl: `${server.url}/main/v1`, script };
    const client = await createHttpClient(target, choice, format);
    expect(await readResponse(client)).toBe(script.responseText);
    await client.close();
  });
});
