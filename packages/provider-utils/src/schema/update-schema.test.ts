import { expect, it } from 'vitest';

import { updateSchema } from './update-schema.ts';

it('returns lists of items as prefixItems, and the references to them', () => {
  const query = {
    type: 'array',
    items: [{ type: 'string' }, { type: 'number' }],
    additionalItems: { $ref: '#/properties/query/items/0' },
  };
  expect(updateSchema({ type: 'object', properties: { query } })).toEqual({
    type: 'object',
    properties: {
      query: {
        type: 'array',
        prefixItems: [{ type: 'string' }, { type: 'number' }],
        items: { $ref: '#/properties/query/prefixItems/0' },
      },
    },
  });
  expect(updateSchema({ type: 'array', items: [], additionalItems: false })).toEqual({
    type: 'array',
    items: false,
  });
});

it('returns definitions as $defs, and the references to them', () => {
  const properties = {
    a: { $ref: '#/definitions/a' },
    b: { $ref: '#/$defs/b' },
    definitions: { $ref: '#/properties/definitions/properties/c' },
    d: { $ref: '#/$defs/a/definitions/d' },
  };
  const a = { type: 'string', definitions: { d: {} } };
  const b = { type: 'number' };
  expect(updateSchema({ properties, $defs: { b }, definitions: { a, b: {} } })).toEqual({
    properties: {
      ...properties,
      a: { $ref: '#/$defs/a' },
      d: { $ref: '#/$defs/a/$defs/d' },
    },
    $defs: { a: { type: 'string', $defs: { d: {} } }, b },
  });
});

it('returns the references in dependencies', () => {
  const definitions = { a: { type: 'string' } };
  const dependencies = { b: { properties: { c: { $ref: '#/definitions/a' } } }, d: ['b'] };
  expect(updateSchema({ definitions, dependencies })).toEqual({
    $defs: definitions,
    dependencies: { b: { properties: { c: { $ref: '#/$defs/a' } } }, d: ['b'] },
  });
});

it('returns the limits of draft 4 as numbers', () => {
  const low = { type: 'integer', minimum: 0, exclusiveMinimum: true, maximum: 9 };
  const high = { type: 'integer', minimum: 0, maximum: 9, exclusiveMaximum: true };
  const none = { type: 'integer', minimum: 0, exclusiveMinimum: false, exclusiveMaximum: true };
  expect(updateSchema({ anyOf: [low, { items: [high] }, none] })).toEqual({
    anyOf: [
      { type: 'integer', exclusiveMinimum: 0, maximum: 9 },
      { prefixItems: [{ type: 'integer', minimum: 0, exclusiveMaximum: 9 }] },
      { type: 'integer', minimum: 0 },
    ],
  });
});

it('omits the version of another draft, but no property of this name', () => {
  const properties = { $schema: { type: 'string' } };
  const $schema = 'http://json-schema.org/draft-07/schema#';
  expect(updateSchema({ $schema, properties })).toEqual({ properties });
  const current = { $schema: 'https://json-schema.org/draft/2020-12/schema', properties };
  expect(updateSchema(current)).toEqual(current);
});

it('does not change a schema of draft 2020-12, names of properties and values', () => {
  const schema = {
    type: 'object',
    properties: {
      items: { type: 'array', items: { type: 'string' }, prefixItems: [{ $ref: '#/$defs/n' }] },
      exclusiveMinimum: { type: 'number', exclusiveMinimum: 0, minimum: -1 },
      closed: { type: 'array', items: false },
      value: { default: { items: [1], exclusiveMinimum: true }, enum: [{ items: [2] }] },
    },
    $defs: {
      n: { not: { const: { items: [] } } },
      definitions: { properties: { items: {}, a: { $ref: '#/$defs/definitions/properties/b' } } },
    },
    not: { $ref: 'https://vendor.example/definitions/a/b' },
  };
  expect(updateSchema(schema)).toEqual(schema);
});
