import { isConfigurationError } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { readConfiguration } from './read-configuration.ts';

const file = 'understudy.config.json';

/** The sentence with which a text is refused. */
function refusal(text: string): string {
  try {
    readConfiguration(text, file);
  } catch (error) {
    if (isConfigurationError(error)) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

it('reads every key, and passes over $schema', () => {
  const configuration = {
    settings: { fakegpt: { baseUrl: 'http://127.0.0.1:4000' } },
    chains: { support: ['fakegpt/gpt-4'] },
    aliases: { cheap: 'fakegpt/gpt-4' },
    timeouts: { idleMs: 1 },
    retry: { maxRetries: 0 },
    deadlineMs: 1,
    maxAttempts: 1,
    deprecations: 'error',
  };
  const text = `\uFEFF${JSON.stringify({ $schema: 'https://example.com', ...configuration })}`;
  expect(readConfiguration(text, file)).toEqual(configuration);
});

it('reads nothing where nothing stands', () => {
  const read = readConfiguration('{}', file);
  expect(Object.values(read).every((value) => value === undefined)).toBe(true);
});

describe('a file that is no configuration', () => {
  it.each([
    ['[]', `${file}: expected an object, received a list`],
    ['null', `${file}: expected an object, received null`],
    ['{"chain":{}}', `${file}: chain: expected one of settings, chains, aliases, timeouts, retry`],
    ['{"__proto__":{}}', `${file}: __proto__: expected one of settings`],
    ['{"settings":null}', `${file}: settings: expected an object, received null`],
    ['{"settings":{"fakegpt":"x"}}', `${file}: settings.fakegpt: expected an object, received "x"`],
    ['{"chains":[]}', `${file}: chains: expected an object, received a list`],
    ['{"aliases":5}', `${file}: aliases: expected an object, received 5`],
    ['{"timeouts":0}', `${file}: timeouts: expected an object, received 0`],
    ['{"retry":false}', `${file}: retry: expected an object, received false`],
    ['{"deadlineMs":"5s"}', `${file}: deadlineMs: expected a number, received "5s"`],
    ['{"maxAttempts":{}}', `${file}: maxAttempts: expected a number, received an object`],
    ['{"deprecations":"off"}', `${file}: deprecations: expected "warn" or "error", received "off"`],
  ])('%s is refused with its path', (text, sentence) => {
    expect(refusal(text).startsWith(sentence)).toBe(true);
  });
});

describe('broken JSON', () => {
  it.each([
    ['', 'an end too early'],
    ['{"chains": {', 'something else in line 1'],
    ['{\n  "chains": {},\n}\n', 'something else in line 3'],
    ['{\n  "chains": {}\n  "retry": {}\n}', 'something else in line 3'],
    ['{ chains }', 'something else in line 1'],
    [`{\n  "aliases": { "${'x'.repeat(40)}": nope }\n}`, 'something else in line 2'],
    ['{"retry":\n\nx }', 'something else in line 3'],
    ['{"aliases": {}, "retry":\n\n\n  nope, "chains": {} }', 'something else in line 4'],
    ['{"retry": {}} x', 'something else in line 1'],
    ['{"retry": "\n"}', 'something else in line 1'],
  ])('%j is refused with its line', (text, found) => {
    expect(refusal(text)).toBe(`${file}: expected JSON, received ${found}`);
  });

  it('is not quoted: a key may stand there', () => {
    expect(refusal('{"settings":{"x":{"apiKey": s3cret }}}')).not.toContain('s3c');
  });
});
