import { describe, expect, it } from 'vitest';

import { type Content, silence } from './completion.ts';
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
  it('leaves what has room', () => {
    expect(measureContent(content)).toBe(15);
    expect(limitContent(content, 15)).toEqual({ content, cut: false });
  });

  it.each([
    [2, 'ab', '', []],
    [5, 'abc', 'de', []],
    [6, 'abc', 'def', ['']],
    [8, 'abc', 'def', ['{"']],
    [14, 'abc', 'def', ['{"a":1}', '{']],
  ])('cuts after %i: reasoning, then text, then arguments', (limit, reasoning, text, args) => {
    const limited = limitContent(content, limit);
    expect(limited).toMatchObject({ cut: true, content: { reasoning, text } });
    expect(limited.content.toolCalls.map(({ argumentsText }) => argumentsText)).toEqual(args);
  });
});

describe('stopContent', () => {
  it('takes the first place of all, and no empty sequence', () => {
    const said = { ...silence, text: 'one two one' };
    expect(stopContent(said, ['two', '', 'e ']).text).toBe('on');
    expect(stopContent(said, ['']).text).toBe('one two one');
  });
});
