import { isConfigurationError } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { inspectAll } from '../../conformance/test/inspect-all.ts';
import { createDefinition } from '../src/define-vendor.ts';
import { settingsOf } from '../src/settings/openai-settings.ts';
import { openaiVendor } from '../src/vendors/openai.ts';

const names = settingsOf(openaiVendor).map(({ name }) => name);
const canaries = [
  'sk-proj-plover',
  'sk-proj-plover:443',
  'sk-proj-plover\n',
  'http://user:plover@proxy.test:port',
  'Bearer plover',
  ['sk-proj-plover'],
  { 'sk-proj-plover': 'sk-proj-plover' },
  { 'x-key': 'sk-proj-plover\n' },
  { streams: 'sk-proj-plover' },
  { unsupportedFields: ['sk-proj-plover'] },
];
const accepted = [
  'id: "sk-proj-plover"',
  'apiKey',
  'headers: {"sk-proj-plover"',
  'headers: {"streams"',
];

describe('errors of the settings', () => {
  it.each(names.flatMap((name) => canaries.map((value) => ({ name, value }))))(
    'do not contain the value: $name, $value',
    ({ name, value }) => {
      let thrown: unknown;
      try {
        createDefinition(openaiVendor, { [name]: value });
      } catch (error) {
        thrown = error;
      }
      const isAccepted = accepted.some((start) =>
        `${name}: ${JSON.stringify(value)}`.startsWith(start),
      );
      expect(isConfigurationError(thrown) || isAccepted).toBe(true);
      expect(inspectAll(thrown)).not.toContain('plover');
    },
  );

  it('do not contain an unknown name that can be a key', () => {
    expect(() => createDefinition(openaiVendor, { 'sk-proj-plover': 'sk-proj-plover' })).toThrow(
      /^\*: expected one of id, apiKey, .*, received a string that can be a credential$/,
    );
  });
});
