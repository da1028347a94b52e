import type { Message } from '@understudy/core/provider';
import { expect, it } from 'vitest';

import { threadCpuMs } from '../../../tools/thread-cpu-ms.ts';
import { encodeMessagesRequest } from '../src/index.ts';

/** A turn whose calls have the same id, and their results. */
function createMessages(count: number): readonly Message[] {
  const call = { type: 'tool-call', id: 'call_0', name: 'look', argumentsText: '{}' } as const;
  const result = { type: 'tool-result', toolCallId: 'call_0', name: 'look', output: 'x' } as const;
  return [
    { role: 'user', content: 'Look.' },
    { role: 'assistant', content: Array.from({ length: count }, () => call) },
    { role: 'tool', content: Array.from({ length: count }, () => result) },
  ];
}

/** Encodes messages, and returns the least CPU time of three. */
function measure(messages: readonly Message[]): number {
  const times = [1, 2, 3].map(() => {
    const started = threadCpuMs();
    encodeMessagesRequest({ model: 'm', messages }, { provider: 'anthropic', stream: true });
    return threadCpuMs() - started;
  });
  return Math.min(...times);
}

it('encodes calls with the same id in one turn in linear time', () => {
  const small = measure(createMessages(4000));
  const large = measure(createMessages(32_000));
  // Linear time is 8, quadratic time is 64. Garbage collection takes a part of it.
  expect(large / Math.max(small, 2)).toBeLessThan(32);
});
