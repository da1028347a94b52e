import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { TextBuilder } from './text-builder.ts';

it('holds all pieces in order, however often it is looked at', () => {
  const pieces = fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.boolean()), {
    maxLength: 300,
  });
  const property = fc.property(pieces, (given) => {
    const builder = new TextBuilder();
    for (const [piece, look] of given) {
      builder.add(piece);
      if (look) builder.toString();
    }
    expect(builder.toString()).toBe(given.map(([piece]) => piece).join(''));
  });
  fc.assert(property, { seed: 20_261_122 });
});
