import { ConfigurationError } from '@understudy/core';
import { expect, it } from 'vitest';

import type { Configuration } from './configuration.ts';
import type { ErrorSources } from './locate-error.ts';
import { locateError } from './locate-error.ts';

const written: Configuration = {
  settings: { fakegpt: { baseUrl: 'ftp://file' } },
  chains: { support: ['fakegpt/gpt-4'] },
  deadlineMs: 0,
  retry: undefined,
};

const common = { modelFlag: '--model', fallback: undefined, given: [], modelProvider: 'fakegpt' };

/** Where an error at a path is said to stand. */
function sourceOf(path: string, origins: Partial<ErrorSources> = {}): string {
  const error = new ConfigurationError({ path, expected: 'this', received: 'that' });
  const file = { name: 'my.json', configuration: written };
  const located = locateError(error, { ...common, file, ...origins });
  if (!(located instanceof ConfigurationError)) throw new Error('a located error is of its kind');
  return located.path;
}

it.each([
  ['settings.fakegpt.baseUrl'],
  ['settings.fakegpt'],
  ['chains.support[0]'],
  ['chains.support.targets'],
  ['deadlineMs'],
])('puts %s into the file where it stands there', (path) => {
  expect(sourceOf(path)).toBe(`my.json: ${path}`);
  expect(sourceOf(path, { file: undefined, modelProvider: 'other' })).toBe(path);
});

it('leaves what the file does not say', () => {
  expect(sourceOf('retry.maxRetries')).toBe('retry.maxRetries');
});

it('names the flag or the variable by which a setting was given, the last of them', () => {
  const address = { provider: 'fakegpt', name: 'baseUrl', value: 'x' } as const;
  const variable = { ...address, place: 'UNDERSTUDY_FAKEGPT_BASE_URL' };
  const flag = { ...address, place: '--base-url' };
  const key = { provider: 'openai', name: 'apiKey', value: 'x', place: 'OPENAI_API_KEY' } as const;
  expect(sourceOf('settings.fakegpt.baseUrl', { given: [variable] })).toBe(variable.place);
  expect(sourceOf('settings.fakegpt.baseUrl', { given: [variable, key, flag] })).toBe('--base-url');
  expect(sourceOf('settings.openai.apiKey', { given: [key, flag] })).toBe('OPENAI_API_KEY');
});

it('names the flag of an address that was given nowhere, if it is the one of the model', () => {
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

it('leaves other errors alone', () => {
  const error = new Error('of another kind');
  expect(locateError(error, { ...common, file: undefined })).toBe(error);
});
