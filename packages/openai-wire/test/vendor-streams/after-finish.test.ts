import { describe, expect, it } from 'vitest';

import { chunk, decodeData, decodeStream, done, stop, teal, text } from './decode-stream.ts';

const complete = [...teal, stop];
const usage = { prompt_tokens: 3, completion_tokens: 2 };
const expected = { text: 'Teal.', end: 'stop (stop)' };

describe('after the finish reason', () => {
  it.each([
    ['nothing', []],
    ['two end markers', [done, done]],
    ['an end marker in quotes', ['"[DONE]"']],
    ['an end marker in lower case', ['[done]']],
    ['an end marker in words', ['DONE']],
    ['a second finish reason', [stop]],
    ['an error as finish reason', [chunk({}, 'error')]],
    ['an error', ['{"error":{"message":"upstream closed","code":502}}', done]],
    ['an error in words', ['error: the engine is overloaded', done]],
    ['data that is not JSON', ['<html><body>502</body></html>', done]],
    ['JSON that is cut off', ['{"id":"c1","cho']],
    ['null', ['null', done]],
    ['a number', ['7', done]],
    ['an empty list', ['[]', done]],
    ['no choices', [JSON.stringify({ id: 'c1', choices: [] }), done]],
    ['choices that are null', [JSON.stringify({ id: 'c1', choices: null }), done]],
    ['choices of another type', [JSON.stringify({ id: 'c1', choices: 7 }), done]],
    ['a choice of another type', [JSON.stringify({ id: 'c1', choices: [7] }), done]],
    ['content of another type', [chunk({ content: 7 }), done]],
    ['a tool call of another type', [chunk({ tool_calls: [7] }), done]],
    ['an unknown object', ['{"foo":1}', done]],
    ['a large chunk', [JSON.stringify({ choices: [], padding: 'x'.repeat(900_000) }), done]],
  ] as const)('ignores %s', async (_, rest) => {
    expect(await decodeData([...complete, ...rest])).toEqual(expected);
  });

  it.each([
    ['an event named error', 'event: error\ndata: {"message":"closed"}\n\n'],
    ['a line that is not a field', '{"error":{"message":"closed"}}\n\n'],
    ['plain text', 'upstream connect error or disconnect/reset before headers\n'],
    ['an HTML page', '<html>\n<h1>504 Gateway Time-out</h1>\n</html>\n'],
    ['a chunk that is cut off', 'data: {"id":"c1","choices":[{"del'],
    ['a comment', ': OPENROUTER PROCESSING\n\n'],
  ])('ignores %s, which is not data', async (_, rest) => {
    const stream = complete.map((data) => `data: ${data}\n\n`).join('');
    expect(await decodeStream(stream + rest)).toEqual(expected);
  });

  it.each([
    ['a chunk without choices', JSON.stringify({ usage })],
    ['a chunk with an empty list of choices', JSON.stringify({ choices: [], usage })],
    ['a chunk with an empty choice', JSON.stringify({ choices: [{}], usage })],
    ['a chunk with choices of another type', JSON.stringify({ choices: 7, usage })],
    ['a second finish reason', chunk({}, 'stop', { usage })],
    ['the field of Groq', chunk({}, 'stop', { x_groq: { usage } })],
    ['a complete message', JSON.stringify({ choices: [{ message: { content: 'Teal.' } }], usage })],
    ['a list', JSON.stringify([{ usage }])],
  ])('reads the token counts of %s', async (_, data) => {
    const counts = [3, 2, undefined, undefined];
    expect(await decodeData([...complete, data])).toEqual({ ...expected, usage: counts });
    expect(await decodeData([...complete, data, 'broken', done])).toEqual({
      ...expected,
      usage: counts,
    });
  });

  it('keeps content that follows, which some vendors send after an early reason', async () => {
    expect(await decodeData([chunk({ content: 'Te' }, 'stop'), text('al.'), stop])).toEqual(
      expected,
    );
  });

  it('keeps the more specific of two reasons', async () => {
    expect(await decodeData([...teal, chunk({}, 'length'), stop, done])).toMatchObject({
      end: 'length (length)',
    });
    expect(await decodeData([...teal, stop, chunk({}, 'content_filter'), done])).toMatchObject({
      end: 'content-filter (content_filter)',
    });
  });

  it('does not hide an error in the same chunk', async () => {
    const data = chunk({}, 'stop', { error: { message: 'The engine is overloaded' } });
    expect(await decodeData([...teal, data, done])).toEqual({ text: 'Teal.', end: 'overloaded' });
  });
});
