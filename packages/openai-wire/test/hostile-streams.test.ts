import { inspect } from 'node:util';

import type { JsonValue } from '@understudy/core/provider';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ChatStreamDecoder } from '../src/index.ts';
import type { Decoded } from '../src/index.ts';
import { settings } from './decode-reads.ts';

function decode(...chunks: readonly JsonValue[]): Decoded {
  const decoder = new ChatStreamDecoder(settings);
  return decoder.decode(chunks.map((chunk) => ({ data: JSON.stringify(chunk) })));
}

const calls = (...entries: readonly JsonValue[]): JsonValue => ({
  choices: [{ index: 0, delta: { tool_calls: entries } }],
});
const call = (index: number | null, text: string): JsonValue => ({
  ...(index !== null && { index }),
  id: `call_${index}`,
  function: { name: 'f', arguments: text },
});

describe('ChatStreamDecoder with invalid streams', () => {
  it('throws nothing for any JSON', () => {
    const names = fc.constantFrom(
      'choices',
      'delta',
      'message',
      'content',
      'tool_calls',
      'function',
      'arguments',
      'index',
      'id',
      'name',
      'type',
      'error',
      'usage',
      'finish_reason',
      'images',
      'annotations',
      'reasoning_details',
      '__proto__',
      'object',
      'x_groq',
      'citations',
      'function_call',
      'refusal',
      'image_url',
      'url',
    );
    const { tree } = fc.letrec<{ tree: JsonValue }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'medium' },
        fc.constantFrom<JsonValue>(
          '',
          'a',
          'stop',
          'error',
          'text',
          'image_url',
          0,
          -1,
          1e300,
          null,
          true,
        ),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(names, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    const chunk = fc.oneof(
      tree,
      tree.map((delta): JsonValue => ({ choices: [{ index: 0, delta }] })),
      tree.map((choice): JsonValue => ({ choices: [choice] })),
    );
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 4 }), (chunks) => {
        const { events, end } = decode(...chunks);
        expect(end?.type ?? 'failed').toBe('failed');
        expect(events.filter(({ type }) => type === 'response-start').length).toBeLessThan(2);
        expect({}).not.toHaveProperty('a');
      }),
      { numRuns: 5000, seed: 20_261_122 },
    );
  });

  it('rejects more than 1024 tool calls', () => {
    const distinct = Array.from({ length: 1025 }, (_, index) => ({
      id: `c${index}`,
      function: { name: 'f', arguments: '{}' },
    }));
    expect(decode(calls(...distinct)).end).toMatchObject({ error: { code: 'malformed-response' } });
    expect(decode(calls(...distinct.slice(1))).end).toBeUndefined();
  });

  it('rejects tool call arguments of more than maxResponseBytes in total', () => {
    const decodeWith = (...chunks: readonly unknown[]) =>
      new ChatStreamDecoder({ provider: 'vendor', model: 'm', maxResponseBytes: 1000 }).decode(
        chunks.map((json) => ({ data: JSON.stringify(json) })),
      );
    const half = 'x'.repeat(500);
    expect(decodeWith(calls(call(0, half), call(1, half))).end).toBeUndefined();
    expect(decodeWith(calls(call(0, half), call(1, `${half}x`))).end).toMatchObject({
      error: {
        code: 'response-too-large',
        message: 'tool call arguments exceed 1000 bytes (limits.maxResponseBytes)',
      },
    });
  });

  it('does not quote the response in errors', () => {
    const secret = 'sk-proj-1234567890';
    const chunks: readonly JsonValue[] = [
      { error: { message: secret, code: secret, type: secret } },
      { error: secret },
      { choices: [{ delta: { content: { [secret]: secret } } }] },
      { choices: [{ delta: {}, finish_reason: 'error', error: { message: secret } }] },
      { choices: [{ index: secret }] },
      secret,
    ];
    for (const chunk of chunks) {
      const { end } = decode(chunk);
      expect(end?.type).toBe('failed');
      expect(inspect(end, { showHidden: true, depth: 9 }) + JSON.stringify(end)).not.toContain(
        'sk-proj',
      );
    }
  });
});
