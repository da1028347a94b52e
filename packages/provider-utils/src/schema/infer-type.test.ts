import { expect, it } from 'vitest';

import { inferType } from './infer-type.ts';

it.each([
  [{ enum: ['red', 'blue'] }, 'string'],
  [{ enum: [1, 2.5] }, 'number'],
  [{ enum: [1, 2] }, 'integer'],
  [{ enum: [null, 'red'] }, ['string', 'null']],
  [{ enum: ['red', 1] }, ['string', 'integer']],
  [{ const: true }, 'boolean'],
  [{ const: null }, 'null'],
  [{ properties: {} }, 'object'],
  [{ items: {} }, 'array'],
])('adds the type of %j', (schema, type) => {
  expect(inferType(JSON.parse(JSON.stringify(schema)))).toEqual({ type, ...schema });
});

it.each([
  {},
  { description: 'any value' },
  { enum: [] },
  { enum: ['a', { b: 1 }] },
  { type: 'integer', enum: [1] },
  { $ref: '#/$defs/a', enum: ['b'] },
  { anyOf: [] },
])('does not change %j', (schema) => {
  const value = JSON.parse(JSON.stringify(schema));
  expect(inferType(value)).toBe(value);
});
