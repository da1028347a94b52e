import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { ThinkTags } from './think-tags.ts';

function read(pieces: readonly string[]): readonly [thought: string, text: string] {
  const tags = new ThinkTags();
  const told = [...pieces.map((piece) => tags.add(piece)), tags.rest()];
  return [told.map(({ thought }) => thought).join(''), told.map(({ text }) => text).join('')];
}

it.each([
  ['<think>hm</think>Hi', 'hm', 'Hi'],
  ['\n<think>\nhm </think>\n\nHi', '\nhm ', 'Hi'],
  ['<think>a < b </thin</think>Hi </think>', 'a < b </thin', 'Hi </think>'],
  ['<think></think>Hi', '', 'Hi'],
  ['<think>hm</th', 'hm</th', ''],
  ['<thi', '', '<thi'],
  ['Hi <think>hm</think>', '', 'Hi <think>hm</think>'],
  ['<thinking>hm', '', '<thinking>hm'],
  [' Hi', '', ' Hi'],
  ['', '', ''],
])('reads %j', (stream, thought, text) => {
  expect(read([stream])).toEqual([thought, text]);
});

it('reads the same wherever it is cut', () => {
  const bits = fc.constantFrom('<think>', '</think>', '<', '</', 'think>', 'a', ' ', '\n');
  fc.assert(
    fc.property(fc.array(bits, { maxLength: 12 }), (parts) => {
      const stream = parts.join('');
      expect(read(stream.split(''))).toEqual(read([stream]));
      expect(read(parts)).toEqual(read([stream]));
    }),
    { numRuns: 2000, seed: 20_261_122 },
  );
});
