import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ThinkTags } from './think-tags.ts';

function read(deltas: readonly string[]): readonly [reasoning: string, text: string] {
  const tags = new ThinkTags();
  const split = [...deltas.map((delta) => tags.add(delta)), tags.flush()];
  return [split.map(({ reasoning }) => reasoning).join(''), split.map(({ text }) => text).join('')];
}

describe('ThinkTags', () => {
  it.each([
    ['<think>hm</think>Hi', 'hm', 'Hi'],
    ['\n<think>\nhm </think>\n\nHi', '\nhm ', 'Hi'],
    ['<think>a < b </thin</think>Hi </think>', 'a < b </thin', 'Hi </think>'],
    ['<think></think>Hi', '', 'Hi'],
    ['<think>hm</th', 'hm</th', ''],
    ['<thi', '', '<thi'],
    ['Hi <think>hm</think>', '', 'Hi <think>hm</think>'],
    ['<thinking>hm</thinking>Hi', 'hm', 'Hi'],
    ['<thought>hm</think></thought>Hi', 'hm</think>', 'Hi'],
    ['[THINK]hm[/THINK]Hi', 'hm', 'Hi'],
    ['◁think▷hm◁/think▷Hi', 'hm', 'Hi'],
    ['<mm:think>hm</mm:think>Hi', 'hm', 'Hi'],
    ['hm\n</think>\n\nHi', 'hm\n', 'Hi'],
    ['hm</think>Hi <think>a</think>', 'hm', 'Hi <think>a</think>'],
    ['<thinker>hm', '', '<thinker>hm'],
    [' Hi', '', ' Hi'],
    ['', '', ''],
  ])('splits %j', (stream, reasoning, text) => {
    expect(read([stream])).toEqual([reasoning, text]);
  });

  it('splits the content independently of how it is divided into deltas', () => {
    const fragments = fc.constantFrom('<think>', '</think>', '<', '</', 'think>', 'a', ' ', '\n');
    fc.assert(
      fc.property(fc.array(fragments, { maxLength: 12 }), (parts) => {
        const stream = parts.join('');
        expect(read(stream.split(''))).toEqual(read([stream]));
        expect(read(parts)).toEqual(read([stream]));
      }),
      { numRuns: 2000, seed: 20_261_122 },
    );
  });
});
