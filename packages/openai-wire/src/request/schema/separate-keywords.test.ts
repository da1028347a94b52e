import type { JsonObject } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { encodeToolSchema } from './encode-tool-schema.ts';

const text = { type: 'string' } as const;
const named = { type: 'object', properties: { a: text }, required: ['a'] } as const;

/** Returns the schema of a tool that has this property, and these definitions. */
function encodeProperty(property: JsonObject, $defs?: JsonObject): unknown {
  const schema = encodeToolSchema({
    type: 'object',
    properties: { p: property },
    ...($defs && { $defs }),
  });
  return (schema['properties'] as JsonObject)['p'];
}

describe('keywords beside anyOf', () => {
  it.each<readonly [string, JsonObject, JsonObject]>([
    [
      'a type is moved into the branches',
      { description: 'd', type: 'string', anyOf: [{ enum: ['a'] }, { minLength: 3 }] },
      {
        description: 'd',
        anyOf: [
          { ...text, enum: ['a'] },
          { ...text, minLength: 3 },
        ],
      },
    ],
    [
      'properties are moved into branches that require them',
      { type: 'object', properties: { a: text, b: text }, anyOf: [{ required: ['a'] }, true] },
      {
        anyOf: [
          { type: 'object', properties: { a: text, b: text }, required: ['a'] },
          { type: 'object', properties: { a: text, b: text } },
        ],
      },
    ],
    [
      'a branch of another type is omitted, because nothing matches it',
      { type: 'string', anyOf: [{ type: 'null' }, { pattern: '^a' }, false] },
      { anyOf: [{ ...text, pattern: '^a' }] },
    ],
    [
      'the narrower type remains',
      { type: ['number', 'string'], anyOf: [{ type: 'integer' }, { type: 'string' }] },
      { anyOf: [{ type: 'integer' }, { type: 'string' }] },
    ],
    [
      'a reference whose definition has them remains',
      { type: 'object', anyOf: [{ $ref: '#/$defs/named' }] },
      { anyOf: [{ $ref: '#/$defs/named' }] },
    ],
  ])('%s', (_name, schema, expected) => {
    expect(encodeProperty(schema, { named })).toEqual(expected);
  });

  it.each<readonly [string, JsonObject]>([
    ['with other values in a branch', { ...text, minLength: 1, anyOf: [{ minLength: 2 }] }],
    ['with more types in a branch', { ...text, anyOf: [{ type: ['string', 'null'] }] }],
    ['with a wider type in a branch', { type: 'integer', anyOf: [{ type: 'number' }] }],
    ['that close the properties', { ...named, additionalProperties: false, anyOf: [named] }],
    ['beside an unknown reference', { ...text, anyOf: [{ $ref: '#/$defs/unknown' }] }],
    ['of which no branch would remain', { ...text, anyOf: [{ type: 'null' }] }],
    ['that are too large to be copied', { ...text, pattern: 'x'.repeat(70_000), anyOf: [{}] }],
  ])('are unchanged %s', (_name, schema) => {
    expect(encodeProperty(schema)).toEqual(schema);
  });
});

describe('keywords beside a reference', () => {
  const definition = { ...text, description: 'of the definition' };

  it.each<readonly [string, JsonObject, JsonObject]>([
    ['equal ones are omitted', { $ref: '#/$defs/d', ...text }, { $ref: '#/$defs/d' }],
    [
      'more types are omitted',
      { $ref: '#/$defs/d', type: ['string', 'null'] },
      { $ref: '#/$defs/d' },
    ],
    [
      'others are separated from it',
      { $ref: '#/$defs/d', description: 'of the property' },
      { description: 'of the property', anyOf: [{ $ref: '#/$defs/d' }] },
    ],
    [
      'those that the definition does not have remain',
      { $ref: '#/$defs/d', title: 't' },
      { $ref: '#/$defs/d', title: 't' },
    ],
    [
      'those beside an unknown one remain',
      { $ref: '#/$defs/unknown', description: 'of the property' },
      { $ref: '#/$defs/unknown', description: 'of the property' },
    ],
  ])('%s', (_name, schema, expected) => {
    expect(encodeProperty(schema, { d: definition })).toEqual(expected);
  });
});

it.each<readonly [JsonObject, readonly unknown[]]>([
  [{ type: 'string', enum: ['a', null, 1] }, ['a']],
  [{ type: 'integer', enum: [1, 1.5, '1'] }, [1]],
  [{ type: ['string', 'null'], enum: ['a', null] }, ['a', null]],
  [{ type: 'string', enum: [null] }, [null]],
])('values that do not match the type are omitted from %j', (schema, expected) => {
  expect(encodeProperty(schema)).toEqual({ ...schema, enum: expected });
});

it.each<readonly [readonly unknown[], unknown]>([
  [['a', 'b'], 'string'],
  [[1, 2], 'integer'],
  [[1, 2.5], 'number'],
  [[true], 'boolean'],
  [
    ['a', null],
    ['string', 'null'],
  ],
  [[null], 'null'],
  [
    ['a', 1],
    ['string', 'integer'],
  ],
  [[{}], undefined],
  [[], undefined],
])('the values %j have the type %j', (values, type) => {
  const schema = { enum: JSON.parse(JSON.stringify(values)) };
  expect(encodeProperty(schema)).toEqual({ ...schema, ...(type !== undefined && { type }) });
});

it('definitions of an earlier draft and a reference at the root have the current form', () => {
  const schema = { $ref: '#/definitions/named', definitions: { named, other: text } };
  expect(encodeToolSchema(schema)).toEqual({ ...named, $defs: { named, other: text } });
  const cycle = { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a' } } };
  expect(encodeToolSchema(cycle)).toEqual({ ...cycle, type: 'object', properties: {} });
});

it('a schema of a server that accepts unions keeps its keywords', () => {
  const schema = { type: 'object', properties: {}, anyOf: [{ required: ['a'] }] };
  expect(encodeToolSchema(schema, { rootUnions: true })).toEqual(schema);
});
