import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { TextBuilder } from './text-builder.ts';

it('joins all pieces in order, also with toString() in between', () => {
  const pieces = fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.boolean()), {
    maxLength: 300,
  });
  const property = fc.property(pieces, (steps) => {
    const builder = new TextBuilder();
    for (const [piece, readsText] of steps) {
      builder.add(piece);
      if (readsText) builder.toString();
    }
    expect(builder.toString()).toBe(steps.map(([piece]) => piece).join(''));
  });
  fc.assert(property, { seed: 20_261_122 });
});
