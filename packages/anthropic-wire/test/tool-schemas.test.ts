import type { JsonObject, Message } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { encodeMessagesRequest, MessageStreamDecoder } from '../src/index.ts';

function encode(inputSchema: JsonObject): unknown {
  const { tools } = encodeMessagesRequest(
    {
      model: 'claude-sonnet-4-5',
      messages: [{ role: 'user', content: 'Paint a wall.' }],
      tools: [{ name: 'paint', inputSchema }],
    },
    { provider: 'anthropic', stream: true },
  ).body;
  const [tool] = Array.isArray(tools) ? tools : [];
  return typeof tool === 'object' && tool !== null && !Array.isArray(tool)
    ? tool['input_schema']
    : undefined;
}

const text = { type: 'string' };
const number = { type: 'number' };

describe('the schema of a tool', () => {
  it('has an object at the root', () => {
    expect(encode({})).toEqual({ type: 'object' });
    expect(encode({ type: ['object', 'null'] })).toEqual({ type: 'object' });
  });

  it('is of draft 2020-12', () => {
    const size = { type: 'number', minimum: 0, exclusiveMinimum: true };
    const corner = { type: 'array', items: [number, number] };
    expect(encode({ type: 'object', properties: { size, corner } })).toEqual({
      type: 'object',
      properties: {
        size: { type: 'number', exclusiveMinimum: 0 },
        corner: { type: 'array', prefixItems: [number, number] },
      },
    });
  });

  it('has the rules about required properties in the description', () => {
    const properties = { wall: text, color: text };
    const anyOf = [{ required: ['wall'] }, { required: ['color'] }];
    expect(encode({ type: 'object', description: 'A wall.', properties, anyOf })).toEqual({
      type: 'object',
      description: 'A wall. anyOf: [{"required":["wall"]},{"required":["color"]}]',
      properties,
    });
  });

  it('has the properties of all alternatives, of which the common ones are required', () => {
    const wall = { properties: { kind: { const: 'wall' }, id: text }, required: ['kind', 'id'] };
    const $defs = {
      fence: { properties: { kind: { const: 'fence' }, id: text, n: number }, required: ['kind'] },
    };
    const oneOf = [wall, { $ref: '#/$defs/fence' }];
    expect(encode({ oneOf, $defs })).toEqual({
      type: 'object',
      description: `oneOf: ${JSON.stringify(oneOf)}`,
      properties: {
        kind: { anyOf: [{ const: 'wall' }, { const: 'fence' }] },
        id: text,
        n: number,
      },
      required: ['kind'],
      $defs,
    });
  });

  it('has all properties of the parts of an object, also of those in parts', () => {
    const inner = { allOf: [{ properties: { color: text }, required: ['color'] }] };
    const allOf = [{ properties: { wall: text }, required: ['wall'] }, inner, true];
    const schema = { type: 'object', properties: { coats: number }, required: ['coats'], allOf };
    expect(encode(schema)).toMatchObject({
      properties: { coats: number, wall: text, color: text },
      required: ['coats', 'wall', 'color'],
    });
  });

  it('keeps alternatives below the root, and a property of this name', () => {
    const properties = { anyOf: { anyOf: [text, number] }, oneOf: { type: 'array', items: text } };
    expect(encode({ type: 'object', properties })).toEqual({ type: 'object', properties });
  });

  it('ends for a schema that refers to itself', () => {
    const references = Array.from({ length: 200 }, () => ({ $ref: '#/$defs/wall' }));
    const $defs = { wall: { anyOf: [...references, { properties: { id: text } }] } };
    expect(encode({ anyOf: [{ $ref: '#/$defs/wall' }], $defs })).toMatchObject({
      properties: { id: text },
    });
  });

  it('has the properties of references to references, and to names with other characters', () => {
    const color = { properties: { color: text }, required: ['color'] };
    const size = { properties: { size: number }, required: ['size'] };
    const $defs = { wall: { $ref: '#/$defs/a~1b' }, 'a/b': color, 'Wall<number>': size };
    const allOf = [{ $ref: '#/$defs/wall' }, { $ref: '#/$defs/Wall%3Cnumber%3E' }];
    expect(encode({ allOf, $defs })).toMatchObject({
      properties: { color: text, size: number },
      required: ['color', 'size'],
    });
  });

  it('requires nothing that an unknown alternative may not require', () => {
    const wall = { properties: { id: text }, required: ['id'] };
    for (const unknown of [true, { $ref: '#/$defs/none' }, { $ref: '#/%' }]) {
      const schema = encode({ anyOf: [wall, unknown] });
      expect(schema).toMatchObject({ properties: { id: text } });
      expect(schema).not.toHaveProperty('required');
    }
  });

  it('has each alternative once if references lead to the same schemas', () => {
    const names = Array.from({ length: 14 }, (_, index) => `wall${index}`);
    const references = names.map((name) => ({ $ref: `#/$defs/${name}` }));
    const $defs = Object.fromEntries(
      names.map((name) => [
        name,
        { anyOf: [...references, { properties: { id: { const: name } } }] },
      ]),
    );
    const id = { anyOf: names.map((name) => ({ const: name })) };
    expect(encode({ anyOf: references, $defs })).toMatchObject({ properties: { id } });
  });
});

describe('the names of properties', () => {
  const properties = { $top: { type: 'number' }, 'a[b]': {}, a_b_: {}, ['x'.repeat(70)]: {} };
  const inputSchema = { type: 'object', properties, required: ['$top', 'a_b_'] };
  const tools = [
    { name: 'list', inputSchema },
    { name: 'other', inputSchema: { type: 'object', properties: { _top: {} } } },
  ];
  const call = (argumentsText: string): Message => ({
    role: 'assistant',
    content: [{ type: 'tool-call', id: 'c', name: 'list', argumentsText }],
  });
  const encoded = encodeMessagesRequest(
    { model: 'claude-sonnet-5', messages: [call('{"$top":12345678901234567890,"c":1}')], tools },
    { provider: 'anthropic', stream: true },
  );

  it('are those that the API accepts, also in earlier calls', () => {
    const long = 'x'.repeat(64);
    expect(encoded.body.tools).toMatchObject([
      {
        input_schema: {
          properties: { _top: { type: 'number' }, a_b__2: {}, a_b_: {}, [long]: {} },
          required: ['_top', 'a_b_'],
        },
      },
      { input_schema: { properties: { _top: {} } } },
    ]);
    const sent = JSON.stringify(encoded.body.messages);
    expect(sent).toContain('"input":{"_top":12345678901234567890,"c":1}');
  });

  it('are restored in calls', () => {
    const decoder = new MessageStreamDecoder({
      provider: 'anthropic',
      model: 'claude-sonnet-5',
      propertyNames: encoded.propertyNames,
    });
    const start = (index: number, name: string): object => ({
      type: 'content_block_start',
      index,
      content_block: { type: 'tool_use', id: name, name, input: {} },
    });
    const delta = (index: number, json: string): object => ({
      type: 'content_block_delta',
      index,
      delta: { type: 'input_json_delta', partial_json: json },
    });
    const { events } = decoder.decode(
      [
        start(0, 'list'),
        delta(0, '{"_top":1234567890'),
        delta(0, '1234567890,"a_b__2":{"_top":1}}'),
        start(1, 'other'),
        delta(1, '{"_top":1}'),
        { type: 'message_delta', delta: { stop_reason: 'tool_use' } },
        { type: 'message_stop' },
      ].map((event) => ({ data: JSON.stringify(event) })),
    );
    const restored = '{"$top":12345678901234567890,"a[b]":{"_top":1}}';
    expect(events.filter(({ type }) => type === 'tool-call-delta')).toEqual([
      { type: 'tool-call-delta', id: 'list', argumentsText: restored },
      { type: 'tool-call-delta', id: 'other', argumentsText: '{"_top":1}' },
    ]);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'tool-call-end', id: 'list', argumentsText: restored }),
    );
  });
});
