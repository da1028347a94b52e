import type { JsonValue, ProviderEvent } from '@understudy/core/provider';
import { expect, it } from 'vitest';

import { ChatStreamDecoder, decodeChatResponse } from '../src/index.ts';
import { decodeReads, settings } from './decode-reads.ts';

type Entry = Readonly<Record<string, JsonValue>>;

/** The events of calls that are told in these deltas, each a list of entries; in short. */
async function read(...deltas: readonly (readonly Entry[])[]): Promise<readonly string[]> {
  const chunks = deltas.map((entries) => ({
    choices: [{ index: 0, delta: { tool_calls: entries } }],
  }));
  const end = { choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] };
  const stream = [...chunks, end].map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('');
  const { events } = await decodeReads([Buffer.from(stream)]);
  return events.slice(1, -1).map(tellShort);
}

function tellShort(event: ProviderEvent): string {
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

const entry = (marks: Entry, name: string | undefined, text = ''): Entry => ({
  ...marks,
  function: { ...(name !== undefined && { name }), arguments: text },
});

it('are told when their arguments begin, and end with the answer', async () => {
  expect(
    await read(
      [entry({ index: 0, id: 'a' }, 'f')],
      [entry({ index: 0 }, undefined, '[1')],
      [entry({ index: 0 }, undefined, ']')],
    ),
  ).toEqual(['a starts f', 'a [1', 'a ]', 'a ends f [1]']);
});

it('without arguments are told when the next begins, with none', async () => {
  expect(
    await read([entry({ index: 0, id: 'a' }, 'f')], [entry({ index: 1, id: 'b' }, 'g', '[]')]),
  ).toEqual(['a starts f', 'b starts g', 'b []', 'a {}', 'a ends f {}', 'b ends g []']);
});

it('are apart by id and name where the index is the same, even without arguments', async () => {
  const told = await read([entry({ index: 0, id: 'a' }, 'f')], [entry({ index: 0, id: 'b' }, 'f')]);
  expect(told).toEqual(['a starts f', 'a {}', 'a ends f {}', 'b starts f', 'b {}', 'b ends f {}']);
});

it('are apart by name where neither index nor id tells them', async () => {
  const told = await read([entry({ index: 0 }, 'f', '{"x":')], [entry({ index: 0 }, 'g', '1')]);
  expect(told.filter((line) => line.includes('ends'))).toEqual([
    'call_1 ends f {"x":',
    'call_2 ends g 1',
  ]);
});

it('may have their name in every chunk', async () => {
  const marks = { index: 0, id: 'a' };
  expect(
    await read([entry(marks, 'f')], [entry(marks, 'f', '[')], [entry(marks, 'f', ']')]),
  ).toEqual(['a starts f', 'a [', 'a ]', 'a ends f []']);
});

it('without any mark are apart by their place in the list', async () => {
  const told = await read([entry({}, 'f'), entry({}, 'g')]);
  expect(told.filter((line) => line.includes('ends'))).toEqual([
    'call_1 ends f {}',
    'call_2 ends g {}',
  ]);
});

it('without an index go on by their id', async () => {
  const told = await read(
    [entry({ id: 'a' }, 'f', '[')],
    [entry({ id: 'b' }, 'g', '[')],
    [entry({ id: 'a' }, undefined, '1]')],
    [entry({}, undefined, '2]')],
  );
  expect(told.filter((line) => line.includes('ends'))).toEqual(['a ends f [1]', 'b ends g [2]']);
});

it.each([
  ['f', '{}', 'f', '{}'],
  ['f', '', 'f', '{"x":1}'],
  ['f', '', 'g', ''],
])('of a whole answer stay apart under one id: %s(%s), %s(%s)', (name, text, other, rest) => {
  const calls = [entry({ id: 'a' }, name, text), entry({ id: 'a' }, other, rest)];
  const json = { choices: [{ message: { tool_calls: calls }, finish_reason: 'tool_calls' }] };
  const told = decodeChatResponse(json, settings).map(tellShort);
  expect(told.filter((line) => line.includes('ends'))).toEqual([
    `a ends ${name} ${text || '{}'}`,
    `call_2 ends ${other} ${rest || '{}'}`,
  ]);
});

it('that come without ids have others in another answer', () => {
  const call = { function: { name: 'f', arguments: '{}' } };
  const idIn = (id: string): unknown => {
    const json = { id, choices: [{ message: { tool_calls: [call] } }] };
    const start = decodeChatResponse(json, settings).find(({ type }) => type === 'tool-call-start');
    return start?.type === 'tool-call-start' ? start.id : undefined;
  };
  expect(idIn('chatcmpl-1')).toBe('call_chatcmpl1_1');
  expect(idIn(`gen-${'x'.repeat(60)}`)).toHaveLength(31);
});

it.each<readonly [string, readonly (readonly Entry[])[]]>([
  ['with the call', [[{ ...entry({ index: 0, id: 'a' }, 'f', '{}'), ...signed('CsoB') }]]],
  ['after it', [[entry({ index: 0, id: 'a' }, 'f', '{}')], [signed('CsoB')]]],
])('keep the signature that Gemini tells %s', async (_, deltas) => {
  const chunks = deltas.map((entries) => ({ choices: [{ delta: { tool_calls: entries } }] }));
  const decoder = new ChatStreamDecoder(settings);
  decoder.decode(chunks.map((chunk) => ({ data: JSON.stringify(chunk) })));
  const { events } = decoder.decode([{ data: '[DONE]' }]);
  const ended = events.find(({ type }) => type === 'tool-call-end');
  expect(ended).toMatchObject({ id: 'a', argumentsText: '{}', signature: 'CsoB' });
});

function signed(signature: string): Entry {
  return { extra_content: { google: { thought_signature: signature } } };
}
