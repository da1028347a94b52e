import { inspect } from 'node:util';

import { isConfigurationError } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { defineFakeGpt } from '../src/fakegpt-provider.ts';
import { fakegptSettings } from '../src/fakegpt-settings.ts';

const canaries = [
  'sk-proj-plover',
  'sk-proj-plover:443',
  'http://user:plover@proxy.test:port',
  ['plover'],
];
const valid = { baseUrl: 'http://127.0.0.1:4000' };

describe('errors of the settings', () => {
  it.each(
    fakegptSettings
      .flatMap(({ name }) => canaries.map((value) => ({ name, value })))
      // They accept a text that looks like a key.
      .filter(({ name, value }) => Array.isArray(value) || !['id', 'userAgent'].includes(name)),
  )('do not contain the value: $name, $value', ({ name, value }) => {
    let thrown: unknown;
    try {
      defineFakeGpt({ ...valid, [name]: value });
    } catch (error) {
      thrown = error;
    }
    expect(isConfigurationError(thrown)).toBe(true);
    expect(inspect(thrown, { depth: 9 }) + JSON.stringify(thrown)).not.toContain('plover');
  });
});
