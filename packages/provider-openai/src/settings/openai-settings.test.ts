import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import { openaiVendor } from '../vendors/openai.ts';
import { readOpenAiSettings } from './openai-settings.ts';
import { quirkNames } from './read-quirks.ts';

const read = (options: object) => readOpenAiSettings(options, openaiVendor);

function catchError(options: object): unknown {
  try {
    return read(options);
  } catch (error) {
    return error;
  }
}

describe('readOpenAiSettings', () => {
  it('returns the settings of the vendor without options', () => {
    expect(read({ apiKey: false })).toEqual({
      id: 'openai',
      baseUrl: new URL('https://api.openai.com/v1/'),
      apiKey: undefined,
      api: 'chat-completions',
      apiKeyHeader: 'authorization',
      headers: {},
      proxy: undefined,
      quirks: { maxTokensField: 'max_completion_tokens', modelRules: true },
    });
  });

  it('returns the options and ignores undefined', () => {
    const baseUrl = new URL('http://127.0.0.1:8000/api/v1?api-version=preview');
    const settings = read({
      id: undefined,
      apiKey: 'sk-test',
      baseUrl,
      headers: { 'OpenAI-Organization': 'org-1' },
      proxy: 'http://127.0.0.1:3128',
      quirks: { maxTokensField: 'max_tokens' },
    });
    expect(settings).toMatchObject({
      id: 'openai',
      apiKey: 'sk-test',
      headers: { 'openai-organization': 'org-1' },
      quirks: { maxTokensField: 'max_tokens' },
    });
    expect(settings.baseUrl.href).toBe('http://127.0.0.1:8000/api/v1/?api-version=preview');
    expect(settings.proxy?.href).toBe('http://127.0.0.1:3128/');
    expect(baseUrl.pathname).toBe('/api/v1');
  });

  it.each(['id', 'apiKey', 'baseUrl', 'headers', 'api', 'quirks', 'proxy'])(
    'rejects null for %s',
    (name) => {
      expect(catchError({ [name]: null })).toMatchObject({ path: name, received: 'null' });
    },
  );

  it.each([
    ['a Map', new Map([['x-a', '1']])],
    ['Headers', new Headers({ 'x-a': '1' })],
    ['an object with inherited fields', Object.create({ 'x-a': '1' })],
  ])('rejects %s, whose contents would be ignored', (_name, value) => {
    const received = 'an instance of a class';
    expect(catchError(value)).toMatchObject({ path: 'options', received });
    expect(catchError({ headers: value })).toMatchObject({ path: 'headers', received });
    expect(catchError({ quirks: value })).toMatchObject({ path: 'quirks', received });
  });

  it('overrides quirks of the vendor one by one', () => {
    const vendor = { ...openaiVendor, quirks: { streamUsage: false, jsonSchema: false } };
    expect(
      readOpenAiSettings({ apiKey: false, quirks: { jsonSchema: true } }, vendor).quirks,
    ).toEqual({
      maxTokensField: 'max_tokens',
      streamUsage: false,
      jsonSchema: true,
    });
  });

  it.each([
    [{ images: false }, {}, false],
    [{ images: false }, { resultFiles: true }, true],
    [{ images: true }, {}, undefined],
    [undefined, {}, undefined],
  ])('with the capabilities %j and the quirks %j sends result files: %s', (...row) => {
    const [capabilities, quirks, expected] = row;
    const vendor = { ...openaiVendor, capabilities };
    const settings = readOpenAiSettings({ apiKey: false, quirks }, vendor);
    expect(settings.quirks.resultFiles).toBe(expected);
  });

  it('accepts every quirk', () => {
    const quirks = {
      maxTokensField: 'max_tokens',
      systemRole: 'developer',
      seedField: 'random_seed',
      reasoningField: 'reasoning',
      thinkingSwitch: 'thinking',
      modelRules: true,
      thinkTags: true,
      streams: false,
      streamUsage: false,
      jsonSchema: false,
      textParts: false,
      fileUrls: true,
      resultFiles: false,
      shortToolCallIds: true,
      topK: true,
      metadata: 'always',
      callOnlyContent: 'omitted',
      toolChoice: 'required',
      rootUnions: true,
      roleOrder: 'alternating',
      maxToolCallIdLength: 64,
      maxStopSequences: 1,
      maxTemperature: 1.5,
      placeholderSignature: 'skip',
      reasoningEfforts: ['none', 'high'],
      unsupportedFields: ['seed', 'user'],
    };
    expect(Object.keys(quirks)).toEqual(quirkNames);
    expect(read({ apiKey: false, quirks: { ...quirks, thinkTags: undefined } }).quirks).toEqual({
      ...quirks,
      thinkTags: undefined,
    });
  });

  it.each([
    [{ quirks: { maxTemperature: '1' } }, 'quirks.maxTemperature', 'a string'],
    [{ quirks: { maxStopSequences: 0 } }, 'quirks.maxStopSequences', 'a number'],
    [{ quirks: { maxToolCallIdLength: NaN } }, 'quirks.maxToolCallIdLength', 'a number'],
    [{ quirks: { placeholderSignature: 5 } }, 'quirks.placeholderSignature', 'a number'],
    [{ quirks: { toolChoice: 'any' } }, 'quirks.toolChoice', 'another value'],
    [{ quirks: { thinkingSwitch: true } }, 'quirks.thinkingSwitch', 'another value'],
    [{ quirks: { reasoningEfforts: ['huge'] } }, 'quirks.reasoningEfforts', 'another value'],
    [{ quirks: { reasoningEfforts: [] } }, 'quirks.reasoningEfforts', 'another value'],
    [{ id: 5 }, 'id', 'a number'],
    [{ apikey: 'x' }, 'apikey', '"apikey"'],
    [{ apiKey: '' }, 'apiKey', 'an empty string'],
    [{ apiKey: 'sk-secret\n' }, 'apiKey', 'a key with a line break'],
    [{ apiKey: ' sk-secret' }, 'apiKey', 'a key with a space'],
    [{ apiKey: '"sk-secret"' }, 'apiKey', 'a key in quotes'],
    [{ apiKey: "'sk-secret'" }, 'apiKey', 'a key in quotes'],
    [{ apiKey: '""' }, 'apiKey', 'a key in quotes'],
    [{ apiKey: 'sk-secret\u201d' }, 'apiKey', 'a key with another character'],
    [{ apiKey: 'sk-secret\u0000' }, 'apiKey', 'a key with another character'],
    [{ apiKey: null }, 'apiKey', 'null'],
    [{ baseUrl: '' }, 'baseUrl', 'nothing'],
    [{ baseUrl: 5 }, 'baseUrl', 'a number'],
    [{ baseUrl: 'localhost:8000' }, 'baseUrl', 'a string that is not a URL'],
    [{ baseUrl: 'ftp://127.0.0.1/v1' }, 'baseUrl', 'a URL with another scheme'],
    [{ baseUrl: 'http://u:secret@127.0.0.1' }, 'baseUrl', 'a URL with credentials'],
    [{ baseUrl: 'http://secret@127.0.0.1' }, 'baseUrl', 'a URL with credentials'],
    [{ baseUrl: 'http://127.0.0.1/v1#secret' }, 'baseUrl', 'a URL with a fragment'],
    [{ baseUrl: 'http//u:secret@127.0.0.1' }, 'baseUrl', 'a string that is not a URL'],
    [{ proxy: 'socks://127.0.0.1' }, 'proxy', 'a URL with another scheme'],
    [{ headers: 'a: b' }, 'headers', 'a string'],
    [{ headers: { 'bad name': 'secret' } }, 'headers', 'an invalid header name'],
    [{ headers: { 'Content-Type': 'secret' } }, 'headers', '"content-type"'],
    [{ headers: { Host: 'secret' } }, 'headers', '"host"'],
    [
      { headers: { 'x-key': 'secret\r\nx: y' } },
      'headers.x-key',
      'a line break or a character outside of Latin-1',
    ],
    [{ headers: { 'x-key': 5 } }, 'headers.x-key', 'a number'],
    [{ quirks: 'none' }, 'quirks', 'a string'],
    [{ quirks: { streamUse: true } }, 'quirks.streamUse', '"streamUse"'],
    [{ quirks: { toString: true } }, 'quirks.toString', '"toString"'],
    [{ quirks: { streamUsage: 'no' } }, 'quirks.streamUsage', 'another value'],
    [{ quirks: { maxTokensField: 'max' } }, 'quirks.maxTokensField', 'another value'],
    [
      { quirks: { unsupportedFields: ['seed', 'sed'] } },
      'quirks.unsupportedFields',
      'another value',
    ],
    [
      { quirks: { unsupportedFields: Object.assign([], { length: 2 }) } },
      'quirks.unsupportedFields',
      'another value',
    ],
    [{ quirks: { unsupportedFields: 'seed' } }, 'quirks.unsupportedFields', 'another value'],
  ] as const)('rejects %j at %s', (options, path, received) => {
    const error = catchError(options);
    expect(error).toMatchObject({ code: 'invalid-configuration', path, received });
    expect(inspect(error) + JSON.stringify(error)).not.toContain('secret');
  });

  it.each(['__proto__', 'constructor', 'toString'])(
    'ignores inherited options and rejects the option %s',
    (name) => {
      const inherited: object = Object.assign(Object.create({ apiKey: 'inherited' }), { id: 'a' });
      expect(catchError(inherited)).toMatchObject({ path: 'apiKey', received: 'nothing' });
      expect(catchError(JSON.parse(`{"${name}": {}}`))).toMatchObject({ path: name });
    },
  );
});
