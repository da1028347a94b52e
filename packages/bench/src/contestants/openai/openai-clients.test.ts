import { afterAll, beforeAll, expect, it } from 'vitest';

import type { Upstream } from '../../harness/scenario.ts';
import { sampleText } from '../../scenarios/sample-text.ts';
import { readAnswer } from '../../tasks/read-response.ts';
import { startOpenAiSite } from '../../upstreams/openai-server.ts';
import { completers, floor, hand, streamers } from './openai-clients.ts';
import type { OpenAiClient } from './openai-clients.ts';

const script = { answer: sampleText('russian', 400), charactersPerChunk: 7, eventsPerWrite: 3 };
const other = { ...script, answer: sampleText('russian', 300) };
let site: Upstream;

beforeAll(async () => {
  site = await startOpenAiSite({ play: script, other });
});
afterAll(() => site.close());

async function ask({ create }: OpenAiClient, name: string): Promise<string> {
  const chatter = await create({ baseUrl: `${site.url}/${name}/v1`, script });
  try {
    return await readAnswer(chatter);
  } finally {
    await chatter.close();
  }
}

it.each([floor, hand, ...streamers])('$name hears the whole of a stream', async (speaker) => {
  expect(await ask(speaker, 'play')).toBe(script.answer);
});

it.each(completers)('$name gets a whole answer', async (speaker) => {
  expect(await ask(speaker, 'play')).toBe(script.answer);
});

it('does not let the floor say what did not come', async () => {
  await expect(ask(floor, 'other')).rejects.toThrow('a wrong answer: expected');
});
