import type { JsonValue } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { chunk, decodeData, done, stop, teal, text } from './decode-stream.ts';

const call = {
  index: 0,
  id: 'a',
  type: 'function',
  function: { name: 'f', arguments: '{"x": 1}' },
};
const callPieces = [
  chunk({ tool_calls: [{ index: 0, id: 'a', function: { name: 'f', arguments: '{"x":' } }] }),
  chunk({ tool_calls: [{ index: 0, function: { arguments: ' 1}' } }] }),
];
const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,BwcH' } };
const source = { type: 'url_citation', url_citation: { url: 'https://example.com/' } };
const everything = [
  chunk({ reasoning_content: 'The ' }),
  chunk({ reasoning_content: 'sky.' }),
  ...teal,
  ...callPieces,
  chunk({ images: [image] }),
  chunk({ annotations: [source] }),
];
const message = {
  role: 'assistant',
  reasoning_content: 'The sky.',
  content: 'Teal.',
  tool_calls: [call],
  images: [image],
  annotations: [source],
};
const expected = {
  text: 'Teal.',
  reasoning: 'The sky.',
  calls: [['a', 'f', '{"x": 1}']],
  files: [{ type: 'base64', base64: 'BwcH' }],
  sources: ['https://example.com/'],
  end: 'tool-calls (tool_calls)',
};

function choice(fields: Readonly<Record<string, JsonValue>>, object: string): string {
  return JSON.stringify({ id: 'c1', object, choices: [{ index: 0, ...fields }] });
}

const complete = 'chat.completion';
const streamed = 'chat.completion.chunk';

describe('content that is received again', () => {
  it.each([
    [
      'a message with the finish reason',
      [choice({ message, finish_reason: 'tool_calls' }, complete)],
    ],
    ['a message of a chunk', [choice({ message, finish_reason: 'tool_calls' }, streamed)]],
    [
      'a message beside an empty delta',
      [choice({ delta: {}, message, finish_reason: 'tool_calls' }, streamed)],
    ],
    [
      'a message before the finish reason',
      [choice({ message }, complete), chunk({}, 'tool_calls')],
    ],
    ['a message after the finish reason', [chunk({}, 'tool_calls'), choice({ message }, complete)]],
    [
      'a message twice',
      [choice({ message }, complete), choice({ message, finish_reason: 'tool_calls' }, complete)],
    ],
    [
      'a message with parts',
      [
        choice(
          {
            message: {
              ...message,
              content: [{ type: 'text', text: 'Te' }, { type: 'text', text: 'al.' }, image],
            },
            finish_reason: 'tool_calls',
          },
          complete,
        ),
      ],
    ],
    [
      'a message that is trimmed or changed',
      [
        choice(
          {
            message: { ...message, content: ' Teal. ', reasoning_content: 'the sky' },
            finish_reason: 'tool_calls',
          },
          complete,
        ),
      ],
    ],
    [
      'a delta with the finish reason',
      [choice({ delta: message, finish_reason: 'tool_calls' }, streamed)],
    ],
    [
      'a delta after the finish reason',
      [chunk({}, 'tool_calls'), choice({ delta: message }, streamed)],
    ],
    [
      'a delta of a complete response',
      [choice({ delta: message }, complete), chunk({}, 'tool_calls')],
    ],
    [
      'a delta without ids',
      [
        choice(
          {
            delta: { ...message, tool_calls: [{ ...call, id: null }] },
            finish_reason: 'tool_calls',
          },
          streamed,
        ),
      ],
    ],
    [
      'a message without ids',
      [
        choice(
          {
            message: { ...message, tool_calls: [{ function: call.function }] },
            finish_reason: 'tool_calls',
          },
          complete,
        ),
      ],
    ],
    [
      'a call with other white space',
      [
        choice(
          {
            message: {
              ...message,
              tool_calls: [{ ...call, function: { name: 'f', arguments: '{"x":1}' } }],
            },
            finish_reason: 'tool_calls',
          },
          complete,
        ),
      ],
    ],
  ])('is emitted once: %s', async (_, last) => {
    expect(await decodeData([...everything, ...last, done])).toEqual(expected);
  });

  it('is emitted once if the text is repeated before the finish reason', async () => {
    const expectedText = { text: 'Teal.', end: 'stop (stop)' };
    expect(await decodeData([...teal, text('Teal.'), stop, done])).toEqual(expectedText);
    const data = [...teal, text('Teal.'), chunk({ content: '' }), chunk({ content: null }, 'stop')];
    expect(await decodeData(data)).toEqual(expectedText);
  });

  it.each([
    [['Te', 'al is a fine', ' color'], 'Teal is a fine color.'],
    [['Teal is', ' a color.'], 'Teal is a color. Blue too.'],
  ])('is emitted once if the last chunk adds to it: %j', async (pieces, last) => {
    const data = [...pieces.map(text), chunk({ content: last }, 'stop'), done];
    expect(await decodeData(data)).toEqual({ text: last, end: 'stop (stop)' });
  });

  it('is emitted once if the chunk with the finish reason is sent again with the counts', async () => {
    const last = { content: 'al.' };
    const usage = { prompt_tokens: 3, completion_tokens: 2 };
    const data = [text('Te'), chunk(last, 'stop'), chunk(last, 'stop', { usage }), done];
    expect(await decodeData(data)).toMatchObject({ text: 'Teal.', end: 'stop (stop)' });
    const each = ['Ha', 'ha', 'ha'].map((content) => chunk({ content }, 'stop', { usage }));
    expect(await decodeData([...each, done])).toMatchObject({ text: 'Hahaha' });
  });

  it('is emitted once if it is an image in the content and in the images', async () => {
    const both = { content: [{ type: 'text', text: 'Teal.' }, image], images: [image] };
    for (const data of [
      chunk(both, 'stop'),
      choice({ message: both, finish_reason: 'stop' }, complete),
    ]) {
      expect(await decodeData([data])).toMatchObject({ files: expected.files });
    }
  });

  it('is emitted once if it is a refusal', async () => {
    const refusal = [chunk({ refusal: 'I can' }), chunk({ refusal: ' not.' })];
    const again = choice({ message: { refusal: 'I can not.' }, finish_reason: 'stop' }, complete);
    expect(await decodeData([...refusal, again])).toMatchObject({ text: 'I can not.' });
  });

  it('is emitted once if the message beside each delta is the message so far', async () => {
    const data = [
      choice({ delta: { content: 'Te' }, message: { content: 'Te' } }, streamed),
      choice({ delta: { content: 'al.' }, message: { content: 'Teal.' } }, streamed),
      choice(
        { delta: { content: '' }, message: { content: 'Teal.' }, finish_reason: 'stop' },
        streamed,
      ),
    ];
    expect(await decodeData(data)).toEqual({ text: 'Teal.', end: 'stop (stop)' });
  });

  it('is emitted once if messages without deltas contain the message so far', async () => {
    const data = ['Te', 'Teal.', 'Teal. Blue.'].map((content) =>
      choice({ message: { content } }, streamed),
    );
    expect(await decodeData([...data, stop])).toEqual({ text: 'Teal. Blue.', end: 'stop (stop)' });
  });

  it('is emitted once if it is a call in the predecessor of tool_calls too', async () => {
    const last = chunk({ function_call: { name: 'f', arguments: '{"x": 1}' } }, 'tool_calls');
    expect(await decodeData([...callPieces, last])).toMatchObject({ calls: expected.calls });
  });

  it('is emitted once with tags of reasoning', async () => {
    const pieces = ['<think>The', ' sky.</think>', 'Teal', '.'].map(text);
    const again = choice(
      { message: { content: '<think>The sky.</think>Teal.' }, finish_reason: 'stop' },
      complete,
    );
    expect(await decodeData([...pieces, again], { thinkTags: true })).toEqual({
      reasoning: 'The sky.',
      text: 'Teal.',
      end: 'stop (stop)',
    });
  });
});

describe('content of a complete message that was not received', () => {
  it.each([
    ['the end of the text', teal.slice(0, 1), { content: 'Teal.' }, { text: 'Teal.' }],
    [
      'the text',
      [chunk({ reasoning_content: 'Sky.' })],
      { content: 'Teal.' },
      { text: 'Teal.', reasoning: 'Sky.' },
    ],
    [
      'a call',
      teal,
      { content: 'Teal.', tool_calls: [call] },
      { text: 'Teal.', calls: expected.calls },
    ],
    [
      'a second call',
      callPieces,
      { tool_calls: [call, { ...call, id: 'b' }] },
      { calls: [...expected.calls, ['b', 'f', '{"x": 1}']] },
    ],
    [
      'a file',
      teal,
      { content: 'Teal.', images: [image] },
      { text: 'Teal.', files: expected.files },
    ],
  ])('is emitted: %s', async (_, data, rest, summary) => {
    const last = choice({ message: rest, finish_reason: 'stop' }, complete);
    expect(await decodeData([...data, last])).toMatchObject(summary);
  });

  it('is emitted if all messages are pieces', async () => {
    const data = ['Te', 'al.'].map((content) => choice({ message: { content } }, streamed));
    expect(await decodeData([...data, stop])).toEqual({ text: 'Teal.', end: 'stop (stop)' });
  });
});

describe('a repetition by the model', () => {
  it.each([
    [['ha', 'ha']],
    [['ha', 'ha', 'ha', 'ha']],
    [['ha', 'ha', 'haha']],
    [['Teal.', 'Teal.']],
    [['no', ' no', ' no']],
    [['1', '2', '12']],
    [['ab', 'ab', 'abab']],
    [['\n', '\n']],
    [['Te', 'al.', 'Te', 'al.']],
    [['Te', 'al.', 'Teal']],
    [['Te', 'al.', 'Teal. Teal.']],
    [['ha ha ', 'ha ha ', 'ha ha ha ha ha']],
    [['Teal is a color', 'Teal is a color.']],
    [['1', '10', ', ', '100']],
    [['-'.repeat(20), '-'.repeat(20), '-', '-', '-'.repeat(50)]],
  ])('is emitted: %j', async (pieces) => {
    const all = { text: pieces.join(''), end: 'stop (stop)' };
    expect(await decodeData([...pieces.map(text), stop, done])).toEqual(all);
    const last = chunk({ content: pieces.at(-1) ?? '' }, 'stop');
    expect(await decodeData([...pieces.slice(0, -1).map(text), last, done])).toEqual(all);
  });

  it('is emitted if content follows two deltas that start alike', async () => {
    const data = [text('Te'), text('Teal'), text(' is'), stop];
    expect(await decodeData(data)).toMatchObject({ text: 'TeTeal is' });
    const start = chunk({ tool_calls: [{ index: 0, id: 'a', function: { name: 'f' } }] });
    expect(await decodeData([text('Te'), text('Teal'), start, stop])).toMatchObject({
      text: 'TeTeal',
    });
  });

  it('is emitted if content follows', async () => {
    expect(await decodeData([...teal, text('Teal.'), text(' Blue.'), stop])).toMatchObject({
      text: 'Teal.Teal. Blue.',
    });
    const last = chunk({ content: '!' }, 'stop');
    expect(await decodeData([...teal, text('Teal.'), last])).toMatchObject({ text: 'Teal.Teal.!' });
    const json = JSON.stringify({ choices: [{ message: { content: 'Teal.Teal.' } }] });
    expect(await decodeData([...teal, text('Teal.'), json, stop])).toMatchObject({
      text: 'Teal.Teal.',
    });
  });

  it('is emitted if it is the same call without an id', async () => {
    const roll = { index: 0, function: { name: 'roll', arguments: '{}' } };
    const data = [chunk({ tool_calls: [roll] }), chunk({ tool_calls: [roll] }, 'tool_calls')];
    expect((await decodeData(data)).calls).toHaveLength(2);
  });
});
