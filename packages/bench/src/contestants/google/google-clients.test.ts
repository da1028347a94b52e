import { startGoogleEmulator } from '@understudy/emulator';
import { expect, it } from 'vitest';

import { sampleText } from '../../scenarios/upstream/sample-text.ts';
import { readResponse } from '../../tasks/read-response.ts';
import { googleClients } from './google-clients.ts';

const prompt = 'Describe a theater.';
const response = sampleText('russian', 400);

it.each(Object.entries(googleClients(prompt)))('%s streams the text', async (_name, create) => {
  await using emulator = await startGoogleEmulator({
    rules: [{ when: prompt, response }],
    charactersPerChunk: 7,
    eventsPerWrite: 3,
  });
  const client = await create(emulator.url);
  try {
    expect(await readResponse(client)).toBe(response);
  } finally {
    await client.close();
  }
});
