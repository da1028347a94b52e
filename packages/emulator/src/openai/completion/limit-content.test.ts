import { describe, expect, it } from 'vitest';

import { type Content, emptyContent } from './completion.ts';
import { limitContent, measureContent, stopContent } from './limit-content.ts';

const content: Content = {
  reasoning: 'abc',
  text: 'def',
  refusal: '',
  toolCalls: [
    { id: '1', name: 'first', argumentsText: '{"a":1}' },
    { id: '2', name: 'second', argumentsText: '{}' },
  ],
};

describe('limitContent', () => {
  it('returns content within the limit unchanged', () => {
    expect(measureContent(content)).toBe(15);
    expect(limitContent(content, 15)).toEqual({ content, exceeded: false });
  });

  it.each([
    [2, 'ab', '', []],
    [5, 'abc', 'de', []],
    [6, 'abc', 'def', ['']],
    [8, 'abc', 'def', ['{"']],
    [14, 'abc', 'def', ['{"a":1}', '{']],
  ])(
    'limits to %i units: reasoning, then text, then arguments',
    (limit, reasoning, text, expected) => {
      const limited = limitContent(content, limit);
      expect(limited).toMatchObject({ exceeded: true, content: { reasoning, text } });
      expect(limited.content.toolCalls.map(({ argumentsText }) => argumentsText)).toEqual(expected);
    },
  );
});

describe('stopContent', () => {
  it('ends the text before the first match and ignores empty sequences', () => {
    const counted = { ...emptyContent, text: 'one two one' };
    expect(stopContent(counted, ['two', '', 'e ']).text).toBe('on');
    expect(stopContent(counted, ['']).text).toBe('one two one');
  });
});
