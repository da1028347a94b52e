import { describe, expect, it } from 'vitest';

import { decodeModelList } from './decode-model-list.ts';
import { encodeModelList } from './encode-model-list.ts';

describe('decodeModelList', () => {
  it('reads the field names of all vendors', () => {
    const data = [
      { id: 'gpt-5', object: 'model', created: 1, owned_by: 'openai' },
      { id: 'a/b', name: 'B by A', context_length: 8192 },
      { id: 'llama', context_window: 131_072 },
      { id: 'qwen', max_model_len: 40_960 },
      { id: 'mistral', name: 'mistral', max_context_length: 32_768 },
      { id: 'zero', context_length: 0 },
      { id: 'half', context_length: 0.5 },
      { id: 'infinite', context_length: Infinity },
      { id: '' },
      { name: 'nameless' },
      'text',
      null,
    ];
    const models = [
      { id: 'gpt-5' },
      { id: 'a/b', label: 'B by A', contextTokens: 8192 },
      { id: 'llama', contextTokens: 131_072 },
      { id: 'qwen', contextTokens: 40_960 },
      { id: 'mistral', contextTokens: 32_768 },
      { id: 'zero' },
      { id: 'half' },
      { id: 'infinite' },
    ];
    expect(decodeModelList({ object: 'list', data })).toEqual(models);
    expect(decodeModelList(data)).toEqual(models);
  });

  it('reads a list in `models`, whose entries have other names for the id', () => {
    const models = [
      { id: 'a', name: 'A' },
      { name: 'models/b', displayName: 'B' },
      { name: 'c', model: 'c:latest' },
      { name: '' },
    ];
    expect(decodeModelList({ models })).toEqual([
      { id: 'a', label: 'A' },
      { id: 'models/b' },
      { id: 'c:latest', label: 'c' },
    ]);
    expect(decodeModelList({ models: [{ name: 'x' }], data: [{ id: 'a' }] })).toEqual([
      { id: 'a' },
    ]);
  });

  it('reads a list that is null as an empty one', () => {
    expect(decodeModelList({ object: 'list', data: null })).toEqual([]);
  });

  it.each([
    undefined,
    null,
    {},
    { data: 'x' },
    { models: 'x' },
    { error: {} },
    { code: 50508, message: 'System is too busy.', data: null },
    '<html>',
  ])('rejects %j', (json) => {
    expect(() => decodeModelList(json)).toThrow(
      expect.objectContaining({ code: 'malformed-response' }),
    );
  });
});

describe('encodeModelList', () => {
  it('encodes models so that they can be decoded', () => {
    const models = [{ id: 'a', label: 'A', contextTokens: 5 }, { id: 'b' }];
    expect(decodeModelList(encodeModelList(models))).toEqual(models);
    expect(encodeModelList(models)).toMatchObject({
      object: 'list',
      data: [{ object: 'model' }, {}],
    });
  });
});
