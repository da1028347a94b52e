import type { JsonValue } from '@understudy/core/provider';
import { expect, it } from 'vitest';

import { ChatStreamDecoder } from '../src/index.ts';
import { settings } from './decode-reads.ts';

function encodeDelta(toolCall: JsonValue): string {
  return JSON.stringify({ choices: [{ index: 0, delta: { tool_calls: [toolCall] } }] });
}

it('ChatStreamDecoder decodes 100,000 deltas of tool call arguments in linear time', () => {
  const decoder = new ChatStreamDecoder(settings);
  const first = encodeDelta({ index: 0, id: 'call_0', function: { name: 'f', arguments: '[' } });
  const delta = encodeDelta({ index: 0, function: { arguments: '{"a":{},' } });
  decoder.decode([{ data: first }]);
  const started = performance.now();
  for (let count = 0; count < 100_000; count += 1) decoder.decode([{ data: delta }]);
  expect(performance.now() - started).toBeLessThan(5000);
});
