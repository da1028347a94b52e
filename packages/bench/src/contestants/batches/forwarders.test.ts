import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Upstream } from '../../harness/scenario.ts';
import { sampleText } from '../../scenarios/upstream/sample-text.ts';
import { createBodyReader, repeatBody } from '../../tasks/gateway/body-reader.ts';
import type { ReceivedBytes } from '../../tasks/gateway/body-reader.ts';
import { renderEvents } from '../../upstreams/openai-script.ts';
import { startOpenAiServer } from '../../upstreams/openai-server.ts';
import { startForwarder } from './forwarder.ts';
import { forwarders } from './forwarders.ts';
import type { ForwarderEntry } from './forwarders.ts';

const script = {
  responseText: sampleText('russian', 400),
  charactersPerChunk: 7,
  eventsPerWrite: 3,
  hasNullUsage: true,
};
let upstream: Upstream;

beforeAll(async () => {
  upstream = await startOpenAiServer({ main: script });
});
afterAll(() => upstream.close());

/** Reads two forwarded responses. */
async function read({ create }: ForwarderEntry, name: string): Promise<ReceivedBytes> {
  const forwarder = await create({ baseUrl: `${upstream.url}/${name}/v1`, script });
  const server = await startForwarder(forwarder);
  const reader = createBodyReader(server.url, 2);
  try {
    return await reader.repeat();
  } finally {
    await reader.close();
    await server.close();
  }
}

describe.each(forwarders)('$name', (entry) => {
  it('forwards the bytes that it received', async () => {
    const expected = repeatBody(renderEvents(script).join(''), 2);
    expect(await read(entry, 'main')).toEqual(expected);
  });

  it('closes the connection if the upstream fails', async () => {
    await expect(read(entry, 'unknown')).rejects.toThrow('other side closed');
  });
});
