import { isUnderstudyError } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { threadCpuMs } from '../../tools/thread-cpu-ms.ts';
import { anthropicProtocol } from './bad-input/anthropic.ts';
import { chat } from './bad-input/chat.ts';
import { googleProtocol } from './bad-input/google.ts';
import { ollamaProtocol } from './bad-input/ollama.ts';
import type { Protocol } from './bad-input/protocol.ts';
import { responsesProtocol } from './bad-input/responses.ts';

const size = 3000;

/** Returns the CPU time of a chat in milliseconds. */
async function measure(protocol: Protocol, body: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 2; round += 1) {
    const started = threadCpuMs();
    expect(await chat(protocol, body, 16_384)).not.toSatisfy(isUnderstudyError);
    times.push(threadCpuMs() - started);
  }
  return Math.min(...times);
}

const protocols = [anthropicProtocol, googleProtocol, ollamaProtocol, responsesProtocol];

describe.each(protocols)('$label', (protocol) => {
  it.each(Object.entries(protocol.streams))('%s: decoded in linear time', async (_, create) => {
    await measure(protocol, create(size));
    const once = await measure(protocol, create(size));
    const eightTimes = await measure(protocol, create(8 * size));
    // Linear time is 8, quadratic time is 64. Garbage collection takes a part of it.
    expect(eightTimes / Math.max(once, 4)).toBeLessThan(32);
  });
});
