import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { generateJson } from './generate-json.ts';

const ajv = new Ajv2020({ strict: false, validateFormats: false });

/** Returns the errors of the generated value, or an empty string if it is valid. */
function findErrors(schema: object): string {
  const value: unknown = JSON.parse(JSON.stringify(generateJson(schema)));
  return ajv.validate(schema, value) ? '' : `${JSON.stringify(value)}: ${ajv.errorsText()}`;
}

const bounds = fc
  .tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 3, max: 50 }))
  .map(([low, span]) => ({ low, high: low + span }));

// Without objects: Ajv reads the property toString as the inherited method.
const constant = fc.oneof(fc.string(), fc.integer(), fc.constantFrom(null, true, [1, ['a']]));

const leaf: fc.Arbitrary<object> = fc.oneof(
  fc.constantFrom({ type: 'boolean' }, { type: 'null' }, {}, { type: 'string' }),
  fc.record({ enum: fc.array(constant, { minLength: 1, maxLength: 3 }) }),
  fc.record({ const: constant }),
  fc.nat(30).map((minLength) => ({ type: 'string', minLength })),
  fc.nat(3).map((maxLength) => ({ type: 'string', maxLength })),
  fc
    .tuple(fc.constantFrom('integer', 'number'), bounds)
    .map(([type, { low, high }]) => ({ type, minimum: low, maximum: high })),
  fc
    .tuple(fc.constantFrom('integer', 'number'), bounds)
    .map(([type, { low, high }]) => ({ type, exclusiveMinimum: low, exclusiveMaximum: high })),
  fc
    .tuple(fc.constantFrom('minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum'), bounds)
    .map(([bound, { low }]) => ({ type: 'integer', multipleOf: 3, [bound]: low })),
  fc.constantFrom('integer', 'number').map((type) => ({ type, exclusiveMaximum: 0 })),
);

/** Ajv ignores a property with the name `__proto__`. */
const propertyName = fc.string({ unit: 'grapheme' }).filter((name) => name !== '__proto__');

const { schema } = fc.letrec<{ schema: object }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc
      .tuple(fc.dictionary(propertyName, tie('schema'), { maxKeys: 4 }), fc.boolean())
      .map(([properties, all]) => ({
        type: 'object',
        properties,
        required: all ? Object.keys(properties) : [],
        additionalProperties: false,
      })),
    fc.tuple(tie('schema'), fc.nat(3), fc.nat(3)).map(([items, minItems, more]) => ({
      type: 'array',
      items,
      minItems,
      maxItems: minItems + more,
    })),
    fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
    tie('schema').map((part) => ({ allOf: [part] })),
  ),
}));

describe('generateJson', () => {
  it('returns a valid value for any simple schema, and the same value each time', () => {
    fc.assert(
      fc.property(schema, (generated) => {
        expect(findErrors(generated)).toBe('');
        expect(generateJson(generated)).toEqual(generateJson(generated));
      }),
      { numRuns: 200, seed: 20_261_122 },
    );
  });

  it('generates a property with the name __proto__', () => {
    const text = JSON.stringify(
      generateJson(JSON.parse('{"type":"object","properties":{"__proto__":{"const":1}}}')),
    );
    expect(text).toBe('{"__proto__":1}');
  });

  it('uses the name of a property as its text', () => {
    const properties = { city: { type: 'string' }, days: { type: 'integer', minimum: 2 } };
    expect(generateJson({ type: 'object', properties })).toEqual({ city: 'city', days: 2 });
  });

  it('supports formats, tuples, unions of types, examples, defaults and undeclared required properties', () => {
    const properties = {
      when: { type: 'string', format: 'date' },
      pair: { type: 'array', prefixItems: [{ type: 'integer' }, { type: 'boolean' }] },
      maybe: { type: ['string', 'null'] },
      code: { type: 'string', pattern: '^[A-Z]{3}$', examples: ['ABC'] },
      way: { type: 'string', default: 'north' },
    };
    expect(generateJson({ type: 'object', properties, required: ['other'] })).toEqual({
      when: '2024-01-01',
      pair: [1, true],
      maybe: 'maybe',
      code: 'ABC',
      way: 'north',
      other: 'other',
    });
  });

  it('combines the schemas of allOf and of references', () => {
    const joined = {
      allOf: [
        { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] },
        { $ref: '#/$defs/parts/1' },
        { $ref: '#/$defs/a~1b' },
      ],
      $defs: {
        parts: [{}, { properties: { b: { type: 'boolean' } }, required: ['b'] }],
        'a/b': { properties: { c: { type: 'null' } } },
      },
    };
    expect(generateJson(joined)).toEqual({ a: 1, b: true, c: null });
  });

  it('ends a recursion if the schema allows it', () => {
    const person = {
      type: 'object',
      properties: {
        name: { type: 'string' },
        friend: { anyOf: [{ $ref: '#/$defs/person' }, { type: 'null' }] },
        children: { type: 'array', items: { $ref: '#/$defs/person' } },
      },
      required: ['name', 'friend', 'children'],
      additionalProperties: false,
    };
    expect(findErrors({ $ref: '#/$defs/person', $defs: { person } })).toBe('');
    expect(findErrors({ ...person, $defs: { person } })).toBe('');
  });

  it('ends if the schema requires endless recursion or a reference is unknown', () => {
    const properties = { a: { $ref: '#' }, b: { $ref: '#' } };
    const endless = { type: 'object', properties, required: ['a', 'b'] };
    expect(JSON.stringify(generateJson(endless)).length).toBeLessThan(100_000);
    expect(generateJson({ $ref: '#' })).toBe('text');
    expect(generateJson({ $ref: '#/$defs/none' })).toBe('text');
    expect(generateJson({ type: 'array', minItems: 1e9 })).toHaveLength(100);
  });

  it('generates an integer for the property __proto__', () => {
    const properties = JSON.parse('{"__proto__":{"type":"integer"}}');
    expect(JSON.stringify(generateJson({ type: 'object', properties }))).toBe('{"__proto__":1}');
  });
});
