import { ConfigurationError } from '@understudy/core';
import { expect, it } from 'vitest';

import type { Configuration } from './configuration.ts';
import type { ConfigurationSources } from './locate-error.ts';
import { locateError } from './locate-error.ts';

const fileConfiguration: Configuration = {
  settings: { fakegpt: { baseUrl: 'ftp://file' } },
  chains: { support: ['fakegpt/gpt-4'] },
  deadlineMs: 0,
  retry: undefined,
};

const common = {
  modelFlag: '--model',
  fallback: undefined,
  overrides: [],
  modelProvider: 'fakegpt',
};

/** Returns the path of a located error. */
function sourceOf(path: string, sources: Partial<ConfigurationSources> = {}): string {
  const error = new ConfigurationError({ path, expected: 'this', received: 'that' });
  const file = { name: 'my.json', configuration: fileConfiguration };
  const located = locateError(error, { ...common, file, ...sources });
  if (!(located instanceof ConfigurationError)) throw new Error('expected a ConfigurationError');
  return located.path;
}

it.each([
  ['settings.fakegpt.baseUrl'],
  ['settings.fakegpt'],
  ['chains.support[0]'],
  ['chains.support.targets'],
  ['deadlineMs'],
])('prefixes %s with the file if the file contains it', (path) => {
  expect(sourceOf(path)).toBe(`my.json: ${path}`);
  expect(sourceOf(path, { file: undefined, modelProvider: 'other' })).toBe(path);
});

it('does not change a path that the file does not contain', () => {
  expect(sourceOf('retry.maxRetries')).toBe('retry.maxRetries');
});

it('names the flag or variable of the last override of a setting', () => {
  const baseUrl = { provider: 'fakegpt', name: 'baseUrl', value: 'x' } as const;
  const variable = { ...baseUrl, source: 'UNDERSTUDY_FAKEGPT_BASE_URL' };
  const flag = { ...baseUrl, source: '--base-url' };
  const key = { provider: 'openai', name: 'apiKey', value: 'x', source: 'OPENAI_API_KEY' } as const;
  expect(sourceOf('settings.fakegpt.baseUrl', { overrides: [variable] })).toBe(variable.source);
  expect(sourceOf('settings.fakegpt.baseUrl', { overrides: [variable, key, flag] })).toBe(
    '--base-url',
  );
  expect(sourceOf('settings.openai.apiKey', { overrides: [key, flag] })).toBe('OPENAI_API_KEY');
});

it('names --base-url for a missing base URL of the model’s provider', () => {
  const path = 'settings.fakegpt.baseUrl';
  const configuration: Configuration = { settings: { fakegpt: { sessions: 2 } } };
  const file = { name: 'my.json', configuration };
  expect(sourceOf(path, { file })).toBe('--base-url');
  expect(sourceOf(path, { file, modelProvider: 'openai' })).toBe(path);
});

it('names the flag of a target', () => {
  const fallback = { name: '--fallback', targets: ['x', 'y'], flags: ['--model', '--fallback'] };
  expect(sourceOf('chains.--fallback[0]', { fallback })).toBe('--model');
  expect(sourceOf('chains.--fallback[1]', { fallback })).toBe('--fallback');
  expect(sourceOf('model', { modelFlag: 'reference' })).toBe('reference');
});

it('returns other errors unchanged', () => {
  const error = new Error('other');
  expect(locateError(error, { ...common, file: undefined })).toBe(error);
});
