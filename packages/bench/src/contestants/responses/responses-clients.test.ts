import { expect, it } from 'vitest';

import { sampleText } from '../../scenarios/upstream/sample-text.ts';
import { readResponse } from '../../tasks/read-response.ts';
import { startOpenAiServer } from '../../upstreams/openai-server.ts';
import { responsesClients } from './responses-clients.ts';

const script = {
  responseText: sampleText('russian', 400),
  charactersPerChunk: 7,
  eventsPerWrite: 3,
  format: 'responses',
} as const;

it.each(responsesClients)('$name streams the text', async ({ create }) => {
  const server = await startOpenAiServer({ main: script });
  const client = await create(`${server.url}/main/v1`);
  try {
    expect(await readResponse(client)).toBe(script.responseText);
  } finally {
    await client.close();
    await server.close();
  }
});
