import type { JsonValue, ProviderEvent } from '@understudy/core/provider';
import { describe, expect, it, vi } from 'vitest';

import { ChatStreamDecoder, decodeChatResponse, encodeChatRequest } from '../src/index.ts';
import { decodeReads, settings } from './decode-reads.ts';

type Entry = Readonly<Record<string, JsonValue>>;

/** Returns short descriptions of the events for these lists of `tool_calls`, one list per chunk. */
async function read(...deltas: readonly (readonly Entry[])[]): Promise<readonly string[]> {
  const chunks = deltas.map((entries) => ({
    choices: [{ index: 0, delta: { tool_calls: entries } }],
  }));
  const end = { choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] };
  const stream = [...chunks, end].map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('');
  const { events } = await decodeReads([Buffer.from(stream)]);
  return events.slice(1, -1).map(describeEvent);
}

function describeEvent(event: ProviderEvent): string {
  switch (event.type) {
    case 'tool-call-start':
      return `${event.id} starts ${event.name}`;
    case 'tool-call-delta':
      return `${event.id} ${event.argumentsText}`;
    case 'tool-call-end':
      return `${event.id} ends ${event.name} ${event.argumentsText}`;
    default:
      return event.type;
  }
}

const entry = (fields: Entry, name: string | undefined, text = ''): Entry => ({
  ...fields,
  function: { ...(name !== undefined && { name }), arguments: text },
});

describe('tool calls of ChatStreamDecoder', () => {
  it('start with their arguments and end with the response', async () => {
    expect(
      await read(
        [entry({ index: 0, id: 'a' }, 'f')],
        [entry({ index: 0 }, undefined, '[1')],
        [entry({ index: 0 }, undefined, ']')],
      ),
    ).toEqual(['a starts f', 'a [1', 'a ]', 'a ends f [1]']);
  });

  it('of a custom tool have its input as their arguments', async () => {
    const custom = (fields: Entry, input: string, name?: string): Entry => ({
      ...fields,
      custom: { ...(name !== undefined && { name }), input },
    });
    const argumentsText = JSON.stringify({ input: '{"a":"😀"}' });
    expect(
      await read(
        [custom({ index: 0, id: 'a', type: 'custom' }, '', 'run')],
        [custom({ index: 0 }, '{"a":"\ud83d'), entry({ index: 1, id: 'b' }, 'f', '[1]')],
        [custom({ index: 0 }, '\ude00"}')],
      ),
    ).toEqual([
      'a starts run',
      'b starts f',
      'b [1]',
      `a ${argumentsText}`,
      `a ends run ${argumentsText}`,
      'b ends f [1]',
    ]);
    expect(await read([custom({ index: 0, id: 'a', type: 'custom' }, '', 'run')])).toContain(
      'a ends run {"input":""}',
    );
  });

  it('of a custom tool are sent back in their own form to a provider with the tool', () => {
    const call = { id: 'a', type: 'custom', custom: { name: 'run', input: '{' } };
    const body = { choices: [{ message: { tool_calls: [call] }, finish_reason: 'tool_calls' }] };
    const decoded = decodeChatResponse(body, settings);
    const end = decoded.find((event) => event.type === 'tool-call-end');
    expect(end).toMatchObject({ name: 'run', argumentsText: '{"input":"{"}' });
    expect(end).not.toHaveProperty('incomplete');
    if (end?.type !== 'tool-call-end') throw new Error('expected the end of a call');
    const { type: _type, ...fields } = end;
    const messages = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: [{ type: 'tool-call', ...fields }] },
      {
        role: 'tool',
        content: [{ type: 'tool-result', toolCallId: 'a', name: 'run', output: 'x' }],
      },
    ] as const;
    const encode = (provider: string) => {
      const providerOptions = { p: { tools: [{ type: 'custom', custom: { name: 'run' } }] } };
      const request = { model: 'm', messages, providerOptions };
      return encodeChatRequest(request, { provider, stream: true }).body.messages;
    };
    const result = { role: 'tool', tool_call_id: 'a', content: 'x' };
    expect(encode('p')).toMatchObject([{}, { tool_calls: [call] }, result]);
    // A provider without the custom tool receives a call of a function.
    const definition = { name: 'run', arguments: '{"input":"{"}' };
    const functionCall = { id: 'a', type: 'function', function: definition };
    expect(encode('other')).toMatchObject([{}, { tool_calls: [functionCall] }, result]);
  });

  it('without arguments start when the next call starts, and have empty arguments', async () => {
    expect(
      await read([entry({ index: 0, id: 'a' }, 'f')], [entry({ index: 1, id: 'b' }, 'g', '[1]')]),
    ).toEqual(['a starts f', 'b starts g', 'b [1]', 'a {}', 'a ends f {}', 'b ends g [1]']);
  });

  it('with the same index are separated by id and name, also without arguments', async () => {
    const events = await read(
      [entry({ index: 0, id: 'a' }, 'f')],
      [entry({ index: 0, id: 'b' }, 'f')],
    );
    expect(events).toEqual([
      'a starts f',
      'a {}',
      'a ends f {}',
      'b starts f',
      'b {}',
      'b ends f {}',
    ]);
  });

  it('with the same index and no id are separated by name', async () => {
    const events = await read([entry({ index: 0 }, 'f', '{"x":')], [entry({ index: 0 }, 'g', '1')]);
    expect(events.filter((line) => line.includes('ends'))).toEqual([
      'call_1 ends f {"x":',
      'call_2 ends g 1',
    ]);
  });

  it('accept the name in every chunk', async () => {
    const fields = { index: 0, id: 'a' };
    expect(
      await read([entry(fields, 'f')], [entry(fields, 'f', '[')], [entry(fields, 'f', ']')]),
    ).toEqual(['a starts f', 'a [', 'a ]', 'a ends f []']);
  });

  it('without index and id are separated by their position in the list', async () => {
    const events = await read([entry({}, 'f'), entry({}, 'g')]);
    expect(events.filter((line) => line.includes('ends'))).toEqual([
      'call_1 ends f {}',
      'call_2 ends g {}',
    ]);
  });

  it('without an index are continued by their id', async () => {
    const events = await read(
      [entry({ id: 'a' }, 'f', '[')],
      [entry({ id: 'b' }, 'g', '[')],
      [entry({ id: 'a' }, undefined, '1]')],
      [entry({}, undefined, '2]')],
    );
    expect(events.filter((line) => line.includes('ends'))).toEqual([
      'a ends f [1]',
      'b ends g [2]',
    ]);
  });

  it.each([
    ['f', '{}', 'f', '{}'],
    ['f', '', 'f', '{"x":1}'],
    ['f', '', 'g', ''],
  ])(
    'of a complete response with the same id are separated: %s(%s), %s(%s)',
    (name, text, other, rest) => {
      const calls = [entry({ id: 'a' }, name, text), entry({ id: 'a' }, other, rest)];
      const json = { choices: [{ message: { tool_calls: calls }, finish_reason: 'tool_calls' }] };
      const events = decodeChatResponse(json, settings).map(describeEvent);
      expect(events.filter((line) => line.includes('ends'))).toEqual([
        `a ends ${name} ${text || '{}'}`,
        `call_2 ends ${other} ${rest || '{}'}`,
      ]);
    },
  );

  it('without ids get different ids in different responses', () => {
    const call = { function: { name: 'f', arguments: '{}' } };
    const idIn = (id: string): unknown => {
      const json = { id, choices: [{ message: { tool_calls: [call] } }] };
      const start = decodeChatResponse(json, settings).find(
        ({ type }) => type === 'tool-call-start',
      );
      return start?.type === 'tool-call-start' ? start.id : undefined;
    };
    expect(idIn('chatcmpl-1')).toBe('call_chatcmpl1_1');
    expect(idIn(`gen-${'x'.repeat(60)}`)).toHaveLength(31);
  });

  it.each<readonly [string, readonly (readonly Entry[])[]]>([
    ['with the call', [[{ ...entry({ index: 0, id: 'a' }, 'f', '{}'), ...signed('CsoB') }]]],
    ['after the call', [[entry({ index: 0, id: 'a' }, 'f', '{}')], [signed('CsoB')]]],
  ])('keep the signature that Gemini sends %s', async (_, deltas) => {
    const chunks = deltas.map((entries) => ({ choices: [{ delta: { tool_calls: entries } }] }));
    const decoder = new ChatStreamDecoder(settings);
    decoder.decode(chunks.map((chunk) => ({ data: JSON.stringify(chunk) })));
    const { events } = decoder.decode([{ data: '[DONE]' }]);
    const ended = events.find(({ type }) => type === 'tool-call-end');
    expect(ended).toMatchObject({ id: 'a', argumentsText: '{}', signature: 'CsoB' });
  });

  it('send a signature back in the field of its vendor', () => {
    const signature = { extra_content: { vertex: { thought_signature: 'CsoB' } } };
    const call = { ...entry({ id: 'a' }, 'f', '{}'), ...signature };
    const json = { choices: [{ message: { tool_calls: [call] } }] };
    const ended = decodeChatResponse(json, settings).find(({ type }) => type === 'tool-call-end');
    if (ended?.type !== 'tool-call-end') throw new Error('no call');
    const content = [{ ...ended, type: 'tool-call' } as const];
    const { body } = encodeChatRequest(
      { model: 'm', messages: [{ role: 'assistant', content }] },
      { provider: 'vendor', stream: false },
    );
    expect(body['messages']).toMatchObject([{ tool_calls: [{ id: 'a', ...signature }] }, {}]);
  });

  function signed(signature: string): Entry {
    return { extra_content: { google: { thought_signature: signature } } };
  }
});

describe('tool call arguments in many pieces', () => {
  const count = 2000;

  it.each([
    ['a string of braces', ['{"code":"', ...Array<string>(count).fill('{}'), '"}']],
    ['braces behind escaped quotes', ['{"code":"', ...Array<string>(count).fill('{\\"}'), '"}']],
    ['objects that follow each other', Array<string>(count).fill('{x}')],
    [
      'nested objects',
      ['{"a":', ...Array<string>(count).fill('{"a":'), '1', '}'.repeat(count + 1)],
    ],
  ])('are joined without parsing them with every piece: %s', async (_name, pieces) => {
    using parse = vi.spyOn(JSON, 'parse');
    const [first = '', ...more] = pieces;
    const events = await read(
      [entry({ index: 0, id: 'a' }, 'f', first)],
      ...more.map((piece) => [entry({ index: 0 }, undefined, piece)]),
    );
    expect(events.at(-1)).toBe(`a ends f ${pieces.join('')}`);
    const ofArguments = parse.mock.calls.filter(([text]) => !text.includes('"choices"'));
    expect(ofArguments.length).toBeLessThanOrEqual(1);
  });
});
