import { describe, expect, it } from 'vitest';

import { isStrictSchema } from './is-strict-schema.ts';

const closed = { type: 'object', properties: {}, required: [], additionalProperties: false };
const of = (properties: object): object => ({
  ...closed,
  properties,
  required: Object.keys(properties),
});

describe('isStrictSchema', () => {
  it.each([
    closed,
    of({ a: { type: 'string', minLength: 1 }, b: { type: ['number', 'null'] } }),
    of({ a: of({ b: { type: 'array', items: closed } }) }),
    of({ a: { anyOf: [closed, { type: 'null' }] }, b: { $ref: '#/$defs/c' } }),
    { ...of({ a: { $ref: '#/$defs/c' } }), $defs: { c: closed } },
  ])('accepts %j', (schema) => {
    expect(isStrictSchema(JSON.parse(JSON.stringify(schema)))).toBe(true);
  });

  it.each([
    {},
    { type: 'string' },
    { type: 'array', items: closed },
    { type: 'object' },
    { type: 'object', properties: {} },
    { ...closed, additionalProperties: true },
    { ...closed, properties: { a: { type: 'string' } } },
    { ...closed, properties: { a: { type: 'string' } }, required: 'a' },
    of({ a: { type: 'object' } }),
    of({ a: { properties: {} } }),
    of({ a: { type: ['object', 'null'] } }),
    of({ a: { type: 'array', items: { type: 'object' } } }),
    of({ a: { anyOf: [closed, { type: 'object' }] } }),
    of({ a: { allOf: [closed] } }),
    of({ a: { type: 'string', default: 'x' } }),
    of({ a: true }),
    of({ a: {} }),
    of({ a: { description: 'any value' } }),
    of({ a: { type: 'array', items: {} } }),
    { ...closed, $defs: { c: { type: 'object' } } },
  ])('rejects %j', (schema) => {
    expect(isStrictSchema(JSON.parse(JSON.stringify(schema)))).toBe(false);
  });

  it('rejects a schema that is nested too deeply', () => {
    let schema: object = closed;
    for (let depth = 0; depth < 100; depth += 1) schema = of({ a: schema });
    expect(isStrictSchema(JSON.parse(JSON.stringify(schema)))).toBe(false);
  });
});
