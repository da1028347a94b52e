import type { Message } from '@understudy/core/provider';
import { expect, it } from 'vitest';

import { threadCpuMs } from '../../../tools/thread-cpu-ms.ts';
import { encodeChatRequest } from '../src/index.ts';
import type { Quirks } from '../src/index.ts';

const quirks: Quirks = { shortToolCallIds: true, roleOrder: 'alternating' };

/** Encodes with all conversions, and returns the least CPU time of three. */
function measure(messages: readonly Message[]): number {
  const times = [1, 2, 3].map(() => {
    const started = threadCpuMs();
    const request = { model: 'm', messages };
    const { body } = encodeChatRequest(request, { provider: 'p', stream: true, quirks });
    JSON.stringify(body);
    return threadCpuMs() - started;
  });
  return Math.min(...times);
}

function repeat(count: number, create: (index: number) => readonly Message[]): readonly Message[] {
  return Array.from({ length: count }, (_, index) => create(index)).flat();
}

const inputs: Readonly<Record<string, (size: number) => readonly Message[]>> = {
  'one prompt of 10 MB': (size) => [{ role: 'user', content: '\ud83d é'.repeat(size * 40) }],
  'user messages in a row': (size) =>
    repeat(size, (index) => [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: `${index}` },
        ],
      },
    ]),
  'calls with the same id': (size) =>
    repeat(size, () => [
      {
        role: 'assistant',
        content: [{ type: 'tool-call', id: 'call_1', name: 'a.b', argumentsText: '{"a":[1]}' }],
      },
      {
        role: 'tool',
        content: [{ type: 'tool-result', toolCallId: 'call_1', name: 'a.b', output: 'x' }],
      },
    ]),
  'assistant messages with calls in a row': (size) =>
    repeat(size, (index) => [
      {
        role: 'assistant',
        content: [{ type: 'tool-call', id: `${index}`, name: 'f', argumentsText: '{}' }],
      },
    ]),
};

it.each(Object.entries(inputs))('encodes %s in linear time', (_name, create) => {
  const small = measure(create(8000));
  const large = measure(create(64_000));
  // Linear time is 8, quadratic time is 64. Garbage collection takes a part of it.
  expect(large / Math.max(small, 2)).toBeLessThan(32);
});
