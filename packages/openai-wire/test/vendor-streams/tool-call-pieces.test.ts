import type { JsonValue } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { decodeReads } from '../decode-reads.ts';
import { chunk, decodeData } from './decode-stream.ts';

type Entry = Readonly<Record<string, JsonValue>>;

/** A piece of a call: the fields beside the function, and the function. */
function piece(fields: Entry, name: string | null, text: JsonValue = ''): Entry {
  return { ...fields, function: { ...(name !== null && { name }), arguments: text } };
}

/** Returns the calls of a stream with these entries of `tool_calls`, one list per chunk. */
async function read(...lists: readonly (readonly Entry[])[]): Promise<unknown> {
  const data = lists.map((entries) => chunk({ tool_calls: entries }));
  const { calls, end, warnings } = await decodeData([...data, chunk({}, 'tool_calls')]);
  return warnings === undefined && end.startsWith('tool-calls') ? calls : { calls, end, warnings };
}

const paris = [['a', 'f', '{"city":"Paris"}']];
const start = '{"city":';
const rest = '"Paris"}';

describe('pieces of one tool call', () => {
  it.each<[string, readonly (readonly Entry[])[]]>([
    [
      'the same index',
      [
        [piece({ index: 0, id: 'a' }, 'f')],
        [piece({ index: 0 }, null, start)],
        [piece({ index: 0 }, null, rest)],
      ],
    ],
    [
      'growing indices',
      [
        [piece({ index: 0, id: 'a' }, 'f')],
        [piece({ index: 1 }, null, start)],
        [piece({ index: 2 }, null, rest)],
      ],
    ],
    [
      'growing indices and the id',
      [
        [piece({ index: 0, id: 'a' }, 'f')],
        [piece({ index: 1, id: 'a' }, null, start)],
        [piece({ index: 2, id: 'a' }, null, rest)],
      ],
    ],
    [
      'growing indices, the id and the name',
      [
        [piece({ index: 0, id: 'a' }, 'f')],
        [piece({ index: 1, id: 'a' }, 'f', start)],
        [piece({ index: 2, id: 'a' }, 'f', rest)],
      ],
    ],
    [
      'growing indices in one list',
      [
        [
          piece({ index: 0, id: 'a' }, 'f'),
          piece({ index: 1 }, null, start),
          piece({ index: 2 }, null, rest),
        ],
      ],
    ],
    [
      'arguments that are encoded twice',
      [
        [piece({ index: 0, id: 'a' }, 'f', '"{\\"ci')],
        [piece({ index: 0 }, null, 'ty\\":\\"Paris\\"}"')],
      ],
    ],
    [
      'the name of Llama for the arguments',
      [[{ index: 0, id: 'a', function: { name: 'f', parameters: { city: 'Paris' } } }]],
    ],
    [
      'the name of Anthropic for the arguments',
      [[{ index: 0, id: 'a', type: 'tool_use', name: 'f', input: { city: 'Paris' } }]],
    ],
    [
      'indices that are strings',
      [
        [piece({ index: '0', id: 'a' }, 'f')],
        [piece({ index: '0' }, null, start)],
        [piece({ index: '0' }, null, rest)],
      ],
    ],
    [
      'a first index as a string',
      [[piece({ index: '0', id: 'a' }, 'f', start)], [piece({ index: 0 }, null, rest)]],
    ],
    [
      'indices of -1',
      [[piece({ index: -1, id: 'a' }, 'f', start)], [piece({ index: -1 }, null, rest)]],
    ],
    [
      'huge indices',
      [
        [piece({ index: 2_147_483_647, id: 'a' }, 'f', start)],
        [piece({ index: 2_147_483_647 }, null, rest)],
      ],
    ],
    [
      'fractions as indices',
      [[piece({ index: 0.5, id: 'a' }, 'f', start)], [piece({ index: 1.5 }, null, rest)]],
    ],
    [
      'indices of null',
      [[piece({ index: null, id: 'a' }, 'f', start)], [piece({ index: null }, null, rest)]],
    ],
    [
      'an index only at the start',
      [[piece({ index: 0, id: 'a' }, 'f', start)], [piece({}, null, rest)]],
    ],
    [
      'an index only after the start',
      [[piece({ id: 'a' }, 'f', start)], [piece({ index: 0 }, null, rest)]],
    ],
    [
      'another id in each piece',
      [
        [piece({ index: 0, id: 'a' }, 'f')],
        [piece({ index: 0, id: 'b' }, null, start)],
        [piece({ index: 0, id: 'c' }, null, rest)],
      ],
    ],
    [
      'only the id',
      [
        [piece({ id: 'a' }, 'f')],
        [piece({ id: 'a' }, null, start)],
        [piece({ id: 'a' }, null, rest)],
      ],
    ],
    [
      'no index and no id',
      [[piece({ id: 'a' }, 'f')], [piece({}, null, start)], [piece({}, null, rest)]],
    ],
    [
      'the id and the name in each piece',
      [[piece({ index: 0, id: 'a' }, 'f', start)], [piece({ index: 0, id: 'a' }, 'f', rest)]],
    ],
    [
      'empty and missing fields',
      [
        [piece({ index: 0, id: 'a', type: null }, 'f', null)],
        [piece({ index: 0, id: '', type: '' }, '', start)],
        [piece({ index: 0, id: null, type: null }, null, rest)],
      ],
    ],
    [
      'a name in pieces',
      [
        [piece({ index: 0, id: 'a' }, '')],
        [piece({ index: 0 }, 'f')],
        [piece({ index: 0 }, null, start + rest)],
      ],
    ],
    [
      'arguments before the name',
      [[piece({ index: 0 }, null, start)], [piece({ index: 0, id: 'a' }, 'f', rest)]],
    ],
    ['an object', [[piece({ index: 0, id: 'a' }, 'f', { city: 'Paris' })]]],
    [
      'an object after the start',
      [[piece({ index: 0, id: 'a' }, 'f')], [piece({ index: 0 }, null, { city: 'Paris' })]],
    ],
    [
      'arguments without a function',
      [[{ index: 0, id: 'a', name: 'f', arguments: start }], [{ index: 0, arguments: rest }]],
    ],
    [
      'an empty piece at the end',
      [
        [piece({ index: 0, id: 'a' }, 'f', start + rest)],
        [piece({ index: 0 }, null)],
        [piece({ index: 1 }, null)],
      ],
    ],
    [
      'an empty object at the end',
      [[piece({ index: 0, id: 'a' }, 'f', start + rest)], [piece({ index: 0 }, null, '{}')]],
    ],
    [
      'the call again at the end',
      [
        [piece({ index: 0, id: 'a' }, 'f', start)],
        [piece({ index: 0 }, null, rest)],
        [piece({ index: 0, id: 'a' }, 'f', start + rest)],
      ],
    ],
    [
      'the call again with another index',
      [
        [piece({ index: 0, id: 'a' }, 'f', start)],
        [piece({ index: 0 }, null, rest)],
        [piece({ index: 1, id: 'a' }, 'f', start + rest)],
      ],
    ],
  ])('can have %s', async (_, lists) => {
    expect(await read(...lists)).toEqual(paris);
  });

  it.each([
    ['fi', 'nd'],
    ['fi', 'find'],
  ])('can have the name in pieces: %s, %s', async (name, next) => {
    const pieces = [piece({ index: 0, id: 'a' }, name), piece({ index: 0 }, next, '{}')];
    expect(await read(...pieces.map((each) => [each]))).toEqual([['a', 'find', '{}']]);
  });

  it.each(['{}', '{ }', '[]', 'null', '""', ' {}\n'])('can start with %j', async (empty) => {
    const next = [[piece({ index: 0 }, null, start)], [piece({ index: 0 }, null, rest)]];
    expect(await read([piece({ index: 0, id: 'a' }, 'f', empty)], ...next)).toEqual(paris);
    expect(
      await read([piece({ id: 'a' }, 'f', empty)], [piece({ id: 'a' }, null, start + rest)]),
    ).toEqual(paris);
    const named = [piece({ index: 0, id: 'a' }, 'f', start)];
    expect(
      await read([piece({ index: 0, id: 'a' }, 'f', empty)], named, [
        piece({ index: 0, id: 'a' }, 'f', rest),
      ]),
    ).toEqual(paris);
  });

  it('can be an entry that is not in a list', async () => {
    const data = [chunk({ tool_calls: piece({ id: 'a' }, 'f', start + rest) }), chunk({}, 'stop')];
    expect((await decodeData(data)).calls).toEqual(paris);
  });

  it('can be the predecessor of tool_calls', async () => {
    const data = [
      chunk({ function_call: { name: 'f', arguments: '{}' } }),
      chunk({ function_call: { arguments: start } }),
      chunk({ function_call: { arguments: rest } }, 'function_call'),
    ];
    expect((await decodeData(data)).calls).toEqual([['call_c1_1', 'f', '{"city":"Paris"}']]);
  });
});

describe('a call without arguments', () => {
  it.each<JsonValue>(['', null, '{}', '[]', 'null', '""', {}, [], ' \n'])(
    'has an empty object: %j',
    async (empty) => {
      expect(await read([piece({ index: 0, id: 'a' }, 'f', empty)])).toEqual([['a', 'f', '{}']]);
      const twice = [
        piece({ index: 0, id: 'a' }, 'f', empty),
        piece({ index: 1, id: 'b' }, 'g', empty),
      ];
      expect(await read(twice)).toEqual([
        ['a', 'f', '{}'],
        ['b', 'g', '{}'],
      ]);
    },
  );

  it('has an empty object if it is cut off by the length of the response', async () => {
    const data = [
      chunk({ tool_calls: [piece({ index: 0, id: 'a' }, 'f', '{}')] }),
      chunk({}, 'length'),
    ];
    expect(await decodeData(data)).toMatchObject({ calls: [['a', 'f', '{}']] });
  });
});

describe('several tool calls', () => {
  const both = [
    ['a', 'f', '{"x":1}'],
    ['b', 'g', '{"y":2}'],
  ];

  it.each<[string, readonly (readonly Entry[])[]]>([
    [
      'interleaved',
      [
        [piece({ index: 0, id: 'a' }, 'f'), piece({ index: 1, id: 'b' }, 'g')],
        [piece({ index: 0 }, null, '{"x":')],
        [piece({ index: 1 }, null, '{"y":')],
        [piece({ index: 0 }, null, '1}')],
        [piece({ index: 1 }, null, '2}')],
      ],
    ],
    [
      'interleaved by id',
      [
        [piece({ id: 'a' }, 'f'), piece({ id: 'b' }, 'g')],
        [piece({ id: 'a' }, null, '{"x":')],
        [piece({ id: 'b' }, null, '{"y":')],
        [piece({ id: 'a' }, null, '1}')],
        [piece({ id: 'b' }, null, '2}')],
      ],
    ],
    [
      'with the index of the first',
      [
        [piece({ index: 0, id: 'a' }, 'f', '{"x":1}')],
        [piece({ index: 0, id: 'b' }, 'g', '{"y":2}')],
      ],
    ],
    [
      'that start at index 1',
      [
        [piece({ index: 1, id: 'a' }, 'f', '{"x":1}')],
        [piece({ index: 2, id: 'b' }, 'g', '{"y":2}')],
      ],
    ],
    [
      'after growing indices',
      [
        [piece({ index: 0, id: 'a' }, 'f')],
        [piece({ index: 1 }, null, '{"x":')],
        [piece({ index: 2 }, null, '1}')],
        [piece({ index: 1, id: 'b' }, 'g')],
        [piece({ index: 1 }, null, '{"y":2}')],
      ],
    ],
    [
      'that start with empty objects',
      [
        [piece({ index: 0, id: 'a' }, 'f', '{}')],
        [piece({ index: 0 }, null, '{"x":1}')],
        [piece({ index: 1, id: 'b' }, 'g', '{}')],
        [piece({ index: 1 }, null, '{"y":2}')],
      ],
    ],
  ])('can be %s', async (_, lists) => {
    expect(await read(...lists)).toEqual(both);
  });

  it('are not started by an index alone', async () => {
    const first = [piece({ index: 0, id: 'a' }, 'f', '{"x":1}')];
    expect(await read(first, [piece({ index: 1 }, null, '{"y":2}')])).toEqual({
      calls: [['a', 'f', '{"x":1}']],
      end: 'tool-calls (tool_calls)',
      warnings: 1,
    });
    expect(await read([piece({ index: 0 }, null, '{}')])).toMatchObject({ warnings: 1 });
  });

  it('can be parallel calls of one tool without ids', async () => {
    const data = [[piece({ index: 0 }, 'f', '{}')], [piece({ index: 0 }, 'f', '{"x":1}')]];
    expect(await read(...data)).toEqual([
      ['call_c1_1', 'f', '{}'],
      ['call_c1_2', 'f', '{"x":1}'],
    ]);
  });
});

describe('arguments after empty ones', () => {
  it.each([
    ['in the same piece', ['{}{"x":1}']],
    ['in the same piece with white space', ['{ } ', '{"x":1}']],
    ['whose braces are two pieces', ['{', '}', '{"x":1}']],
    ['that begin with a brace of their own', ['{', '"x":1}']],
  ])('are those of one call: %s', async (_, [first = '', ...others]) => {
    const lists = others.map((text) => [piece({ index: 0 }, null, text)]);
    const calls = await read([piece({ index: 0, id: 'a' }, 'f', first)], ...lists);
    expect(calls).toEqual([['a', 'f', '{"x":1}']]);
  });
});

it.each(['', false, null, []])('%j is no list of calls', async (list) => {
  const data = [chunk({ content: 'Te', tool_calls: list }), chunk({ content: 'al.' }, 'stop')];
  expect(await decodeData(data)).toEqual({ text: 'Teal.', end: 'stop (stop)' });
});

describe('arguments that are not JSON', () => {
  it.each([
    ['the finish reason of calls', chunk({}, 'tool_calls')],
    ['another finish reason', chunk({}, 'stop')],
    ['the end marker', '[DONE]'],
  ])('make the call incomplete, with %s', async (_, end) => {
    for (const half of ['{', '{"city":', '"Par', '{}{"city"']) {
      const data = [chunk({ tool_calls: [piece({ index: 0, id: 'a' }, 'f', half)] }), end];
      const stream = data.map((each) => `data: ${each}\n\n`).join('');
      const { events } = await decodeReads([Buffer.from(stream)]);
      const calls = events.filter(({ type }) => type === 'tool-call-end');
      expect(calls).toMatchObject([{ name: 'f', incomplete: true }]);
    }
  });
});

describe('arguments that are received again', () => {
  const first = piece({ index: 0, id: 'a' }, 'f');
  const pieces = (...texts: readonly string[]): readonly (readonly Entry[])[] => [
    [first],
    ...texts.map((text) => [piece({ index: 0 }, null, text)]),
  ];

  it.each<[string, readonly (readonly Entry[])[]]>([
    ['in each piece', pieces('{', '{"ci', '{"city":', '{"city":"Paris"}')],
    ['in each piece, without a first brace', pieces(start, '{"city":"Pa', '{"city":"Paris"}')],
    ['in each piece, and once more', pieces(start, '{"city":"Paris"}', '{"city":"Paris"}')],
    ['once, before they are complete', pieces(start, '{"city":"Paris"}')],
    [
      'at the end, encoded twice',
      [
        ...pieces(start, rest),
        [piece({ index: 0, id: 'a' }, 'f', JSON.stringify('{"city":"Paris"}'))],
      ],
    ],
    ['in one piece', [[piece({ index: 0, id: 'a' }, 'f', '{"city":"Paris"}'.repeat(2))]]],
    ['three times in one piece', [[piece({ id: 'a' }, 'f', '{"city":"Paris"}'.repeat(3))]]],
  ])('are emitted once: %s', async (_, lists) => {
    expect(await read(...lists)).toEqual(paris);
    const data = lists.map((entries) => `data: ${chunk({ tool_calls: entries })}\n\n`).join('');
    const { events } = await decodeReads([Buffer.from(`${data}data: ${chunk({}, 'stop')}\n\n`)]);
    const deltas = events.filter((event) => event.type === 'tool-call-delta');
    expect(deltas.map(({ argumentsText }) => argumentsText).join('')).toBe('{"city":"Paris"}');
  });

  it.each([
    [['{"a":', '{"a":1}', '}']],
    [['{"a":', '{"a":1}}']],
    [['{"a":', '{"a":[', '{"a":[1]}]}}']],
    [['{"a":', '{"a":[', '{"a":[', '1]}]}}']],
    [['{"a":[{', '"a":[{', '"b":1}]}]}']],
    [['{"a":"{', '{', '{"}']],
    [['{"a":"', '{"a":"', '"}']],
  ])('are emitted if they are pieces of one object: %j', async (texts) => {
    const [call] =
      (
        await decodeData([
          ...pieces(...texts).map((entries) => chunk({ tool_calls: entries })),
          chunk({}, 'tool_calls'),
        ])
      ).calls ?? [];
    expect(call?.[2]).toBe(texts.join(''));
  });

  it('are emitted once if they are cut off', async () => {
    const data = pieces(start, '{"city":"Pa', '{"city":"Par').map((entries) =>
      chunk({ tool_calls: entries }),
    );
    const { calls } = await decodeData([...data, chunk({}, 'length')]);
    expect(calls).toEqual([['a', 'f', '{"city":"Par']]);
  });
});
