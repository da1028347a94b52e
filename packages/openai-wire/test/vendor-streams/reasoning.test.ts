import type { JsonValue } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { chunk, decodeData, stop, text } from './decode-stream.ts';

const expected = { text: 'Teal.', reasoning: 'The sky.', end: 'stop (stop)' };

describe('reasoning in a field', () => {
  it.each<[string, JsonValue]>([
    ['reasoning_content', 'The sky.'],
    ['reasoning', 'The sky.'],
    ['reasoning_text', 'The sky.'],
    ['thinking', 'The sky.'],
    ['reasoning', { content: 'The sky.' }],
    ['reasoning', { text: 'The sky.' }],
    ['reasoning_content', [{ type: 'text', text: 'The sky.' }]],
    ['thinking', { content: 'The sky.' }],
    [
      'reasoning_details',
      [
        { type: 'reasoning.text', text: 'The ' },
        { type: 'reasoning.summary', summary: 'sky.' },
      ],
    ],
    ['thinking_blocks', [{ type: 'thinking', thinking: 'The sky.', signature: '' }]],
    ['content', [{ type: 'reasoning', summary: [{ type: 'summary_text', text: 'The sky.' }] }]],
    ['content', [{ type: 'reasoning', text: 'The sky.' }]],
    ['content', [{ type: 'thinking', thinking: 'The sky.' }]],
    [
      'content',
      [{ type: 'thinking', thinking: [{ type: 'text', text: 'The ' }, { text: 'sky.' }] }],
    ],
    ['content', [{ type: 'reasoning', content: [{ type: 'reasoning_text', text: 'The sky.' }] }]],
    [
      'content',
      [
        { type: 'redacted_thinking', data: 'QUJD' },
        { type: 'thinking', thinking: 'The sky.' },
      ],
    ],
    ['content', { type: 'thinking', thinking: 'The sky.' }],
  ])('%s is separated: %j', async (name, value) => {
    expect(await decodeData([chunk({ [name]: value }), text('Teal.'), stop])).toEqual(expected);
    const message = { content: 'Teal.', [name]: value };
    const list = Array.isArray(value) ? value : [value];
    const parts = { content: [...list, { type: 'text', text: 'Teal.' }] };
    const json = {
      choices: [{ message: name === 'content' ? parts : message, finish_reason: 'stop' }],
    };
    expect(await decodeData([JSON.stringify(json)])).toEqual(expected);
  });
});

describe('reasoning in tags', () => {
  const thinkTags = { thinkTags: true };

  it.each([
    [['<think>The sky.</think>Teal.']],
    [['<think>', 'The sky.', '</think>', '\n\n', 'Teal.']],
    [['The ', 'sky.', '</think>\n\nTeal.']],
    [['The sky.</th', 'ink>Teal.']],
    [['The sky.', '<', '/think', '>', 'Teal.']],
    [['<thought>The sky.</thought>Teal.']],
    [['The sky.', '</thinking>', 'Teal.']],
    [['[THINK]The sky.[/THINK]Teal.']],
  ])('is separated: %j', async (pieces) => {
    expect(await decodeData([...pieces.map(text), stop], thinkTags)).toEqual(expected);
  });

  it.each([[['Te', 'al.']], [['Teal.']]])('is not text without a tag: %j', async (pieces) => {
    expect(await decodeData([...pieces.map(text), stop], thinkTags)).toEqual({
      text: 'Teal.',
      end: 'stop (stop)',
    });
  });

  it('is not text before a tool call', async () => {
    const calls = [{ index: 0, id: 'a', function: { name: 'f', arguments: '{}' } }];
    expect(
      await decodeData([text('Teal.'), chunk({ tool_calls: calls }), stop], thinkTags),
    ).toMatchObject({
      text: 'Teal.',
      calls: [['a', 'f', '{}']],
    });
  });

  it('is not text if the reasoning has its own field', async () => {
    const data = [chunk({ reasoning_content: 'The sky.' }), text('Teal'), text('.'), stop];
    expect(await decodeData(data, thinkTags)).toEqual(expected);
  });

  it('is not the text of a response that contains both tags later', async () => {
    const data = ['Use <think>', 'a</think> tags.'].map(text);
    expect(await decodeData([...data, stop], thinkTags)).toEqual({
      text: 'Use <think>a</think> tags.',
      end: 'stop (stop)',
    });
  });

  it('needs an opening tag with `opened`', async () => {
    const opened = { thinkTags: 'opened' } as const;
    expect(await decodeData([text('<think>The sky.</think>Teal.'), stop], opened)).toEqual(
      expected,
    );
    expect(await decodeData([text('Hm</think>'), stop], opened)).toMatchObject({
      text: 'Hm</think>',
    });
  });

  it('is not separated without the quirk', async () => {
    expect(await decodeData([text('<think>a</think>b'), stop])).toMatchObject({
      text: '<think>a</think>b',
    });
  });
});

describe('content that Gemini marks as a thought', () => {
  const thought = (content: string): string =>
    chunk({ content, extra_content: { google: { thought: true } } });

  it.each([
    ['without tags', [thought('The '), thought('sky.'), text('Teal.')]],
    ['with tags', [thought('<thought>The '), thought('sky.</thought>'), text('Teal.')]],
    [
      'with text after the tag',
      [thought('<thought>The sky.'), thought('</thought>Te'), text('al.')],
    ],
    ['with the tag in the text', [thought('<thought>The sky.'), text('</thought>Teal.')]],
    ['without a closing tag', [thought('<thought>The sky.'), text('Te'), text('al.')]],
    [
      'with a tag in pieces',
      [thought('<tho'), thought('ught>The sky.</thou'), thought('ght>'), text('Teal.')],
    ],
  ])('is reasoning %s', async (_, data) => {
    expect(await decodeData([...data, stop])).toEqual(expected);
  });
});

describe('reasoning in a field and in tags', () => {
  const field = (delta: string): string => chunk({ reasoning_content: delta });
  const both = (content: string, delta: string): string =>
    chunk({ content, reasoning_content: delta });

  it.each([
    ['in one chunk', [both('<think>The ', 'The '), both('sky.', 'sky.'), text('</think>Te')]],
    ['first in tags', [text('<think>The sky.'), field('The sky.'), text('</think>Te')]],
    ['first in the field', [field('The '), field('sky.'), text('<think>The sky.</think>Te')]],
    ['with empty tags', [field('The sky.'), text('<think></think>Te')]],
  ])('is emitted once: %s', async (_, data) => {
    const quirks = { thinkTags: true };
    expect(await decodeData([...data, text('al.'), stop], quirks)).toEqual(expected);
  });
});
