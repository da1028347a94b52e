import type { JsonValue, ProviderEvent } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { decodeReads } from '../decode-reads.ts';
import { chunk, decodeData, done, stop, teal, text } from './decode-stream.ts';

const call = { index: 0, id: 'a', function: { name: 'f', arguments: '{}' } };
const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,BwcH' } };

/** Returns the types of the events, and the texts of the deltas. */
async function orderOf(...data: readonly string[]): Promise<readonly string[]> {
  const stream = [...data, stop, done].map((each) => `data: ${each}\n\n`).join('');
  const { events } = await decodeReads([Buffer.from(stream)]);
  return events.flatMap(describeEvent);
}

function describeEvent(event: ProviderEvent): readonly string[] {
  if (event.type === 'text-delta' || event.type === 'reasoning-delta') return [event.text];
  return event.type === 'tool-call-start' || event.type === 'file' ? [event.type] : [];
}

describe('text that a model repeats', () => {
  it.each([
    [
      'a sentence after a line break',
      ['The quick ', 'brown fox jumps ', 'over the lazy', ' dog.\n'],
      ['The quick brown fox jumps over the lazy dog.\n', 'And once more: end.'],
    ],
    [
      'a sentence and more of it',
      ['The quick ', 'brown fox jumps ', 'over the lazy', ' dog.\n'],
      ['The quick brown fox jumps over the lazy dog.\nBye', ' now.'],
    ],
    ['lines that grow', ['\n'], ['\nRow, row', '\nRow, row, row your boat', '\nGently']],
    ['numbers that grow', ['1'], ['12', '123']],
  ])('is emitted: %s', async (_, ...deltas) => {
    const pieces = deltas.flat();
    expect(await decodeData([...pieces.map(text), stop, done])).toMatchObject({
      text: pieces.join(''),
    });
  });
});

describe('text that is held back', () => {
  it.each<[string, JsonValue, readonly string[]]>([
    ['a call', { tool_calls: [call] }, ['A', 'A cat:', 'tool-call-start']],
    ['a file', { images: [image] }, ['A', 'A cat:', 'file']],
    ['a refusal', { refusal: 'No.' }, ['A', 'A cat:', 'No.']],
    ['reasoning', { reasoning_content: 'Hm.' }, ['A', 'A cat:', 'Hm.']],
  ])('is emitted before %s', async (_, delta, expected) => {
    expect(await orderOf(text('A'), text('A cat:'), chunk(delta))).toEqual(expected);
  });

  it('is emitted before a call if it is reasoning', async () => {
    const reasoning = (content: string): string => chunk({ reasoning_content: content });
    expect(
      await orderOf(reasoning('I'), reasoning('It is'), chunk({ tool_calls: [call] })),
    ).toEqual(['I', 'It is', 'tool-call-start']);
  });
});

it('calls of another choice that are not calls do not fail a response without calls', async () => {
  const other = { index: 1, delta: { tool_calls: ['x'] }, finish_reason: null };
  const data = [...teal, JSON.stringify({ id: 'c1', choices: [other] }), stop, done];
  expect(await decodeData(data)).toEqual({ text: 'Teal.', end: 'stop (stop)' });
});
