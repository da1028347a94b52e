import { isConfigurationError } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import type { Configuration } from './configuration.ts';
import { defaultFileName as file, loadConfigurationFile } from './load-configuration-file.ts';

async function readConfiguration(text: string): Promise<Configuration | undefined> {
  const loaded = await loadConfigurationFile(undefined, { read: async () => text });
  return loaded?.configuration;
}

/** Returns the message of the error. */
async function errorMessage(text: string): Promise<string> {
  try {
    await readConfiguration(text);
  } catch (error) {
    if (isConfigurationError(error)) return error.message;
    throw error;
  }
  throw new Error('expected a ConfigurationError');
}

it('reads every key and ignores $schema', async () => {
  const configuration = {
    settings: { fakegpt: { baseUrl: 'http://127.0.0.1:4000' } },
    chains: { support: ['fakegpt/gpt-4'] },
    aliases: { cheap: 'fakegpt/gpt-4' },
    timeouts: { idleMs: 1 },
    retry: { maxRetries: 0 },
    retryBudget: { reserve: 5 },
    deadlineMs: 1,
    maxAttempts: 1,
    deprecations: 'error',
  };
  const text = `\uFEFF${JSON.stringify({ $schema: 'https://example.com', ...configuration })}`;
  expect(await readConfiguration(text)).toEqual(configuration);
  expect(await readConfiguration('{"breaker":false}')).toMatchObject({ breaker: false });
});

it('accepts an empty object', async () => {
  expect(await readConfiguration('{}')).toEqual({});
});

describe('an invalid configuration', () => {
  it.each([
    ['[]', `${file}: expected an object with settings, chains, aliases, timeouts`],
    ['null', `${file}: expected an object with settings, chains, aliases, timeouts`],
    ['{"chain":{}}', `${file}: chain: expected one of settings, chains, aliases, timeouts, limits`],
    ['{"__proto__":{}}', `${file}: __proto__: expected one of settings`],
    ['{"settings":null}', `${file}: settings: expected an object, received null`],
    [
      '{"settings":{"fakegpt":"x"}}',
      `${file}: settings.fakegpt: expected an object, received a string`,
    ],
    ['{"chains":[]}', `${file}: chains: expected an object, received an empty list`],
    ['{"aliases":5}', `${file}: aliases: expected an object, received a number`],
    ['{"timeouts":0}', `${file}: timeouts: expected an object, received a number`],
    ['{"breaker":true}', `${file}: breaker: expected an object, received true`],
    ['{"retry":false}', `${file}: retry: expected an object, received false`],
    ['{"retryBudget":5}', `${file}: retryBudget: expected an object, received a number`],
    ['{"deadlineMs":"5s"}', `${file}: deadlineMs: expected a number, received "5s"`],
    ['{"maxAttempts":{}}', `${file}: maxAttempts: expected a number, received an object`],
    [
      '{"deprecations":"off"}',
      `${file}: deprecations: expected one of warn, error, received "off"`,
    ],
  ])('rejects %s with its path', async (text, sentence) => {
    expect((await errorMessage(text)).startsWith(sentence)).toBe(true);
  });
});

describe('invalid JSON', () => {
  it.each([
    ['{"chains":', 'an incomplete document; close its brackets and quotes'],
    ['{"chains": {', 'an incomplete document; close its brackets and quotes'],
    ['{\n  "chains": {},\n}\n', 'a comma before a bracket in line 2; remove the comma'],
    ['{"chains": {"a": ["b",]}}', 'a comma before a bracket in line 1; remove the comma'],
    ['{\n  "chains": {}\n  "retry": {}\n}', 'no comma at the end of line 2; add the comma'],
    ['{ chains }', 'a word without quotes in line 1; use double quotes'],
    ["{\n 'chains': {} }", 'a single quote in line 2; use double quotes'],
    [
      `{\n  "aliases": { "${'x'.repeat(40)}": nope }\n}`,
      'a word without quotes in line 2; use double quotes',
    ],
    ['{"retry":\n\nx }', 'a word without quotes in line 3; use double quotes'],
    [
      '{"aliases": {}, "retry":\n\n\n  nope, "chains": {} }',
      'a word without quotes in line 4; use double quotes',
    ],
    ['{"breaker": True}', 'a word without quotes in line 1; write true, false or null'],
    ['{"breaker": None}', 'a word without quotes in line 1; write true, false or null'],
    ['{"retry": {}} x', 'a syntax error in line 1; correct that line'],
    ['{"retry": "\n"}', 'a syntax error in line 1; correct that line'],
    ['chains:\n  a: b', 'a syntax error in line 1; correct that line'],
    ['// Our chains.\n{}', 'a comment in line 1; remove it'],
    ['{\n  "chains": {}, // none\n}', 'a comment in line 2; remove it'],
    ['{\n  /* none */ "chains": {}\n}', 'a comment in line 2; remove it'],
    ['{ "chains": /x/ }', 'a syntax error in line 1; correct that line'],
    ['{"chains":\0{\0}\0', 'a file in UTF-16; save it as UTF-8'],
  ])('rejects %j with its line', async (text, received) => {
    expect(await errorMessage(text)).toBe(`${file}: expected JSON, received ${received}`);
  });

  it.each(['', ' ', '\n\t\r\n', '\uFEFF', '\uFEFF\n'])(
    'reports that the file is empty: %j',
    async (text) => {
      expect(await errorMessage(text)).toBe(
        `${file}: expected JSON, received an empty file; write at least {} to it`,
      );
    },
  );

  it('is not quoted, because it may contain a key', async () => {
    expect(await errorMessage('{"settings":{"x":{"apiKey": s3cret }}}')).not.toContain('s3c');
  });
});
