import { ConfigurationError } from '@understudy/core';
import { expect, it } from 'vitest';

import type { Configuration } from './configuration.ts';
import type { Origins } from './locate-error.ts';
import { locateError } from './locate-error.ts';

const written: Configuration = {
  settings: { fakegpt: { baseUrl: 'ftp://file' } },
  chains: { support: ['fakegpt/gpt-4'] },
  deadlineMs: 0,
  retry: undefined,
};

/** Where an error at a path is said to stand. */
function placeOf(path: string, origins: Partial<Origins> = {}): string {
  const error = new ConfigurationError({ path, expected: 'this', found: 'that' });
  const file = { name: 'my.json', configuration: written };
  const common = { modelFlag: '--model', fallback: undefined, file, addressGiven: false };
  const located = locateError(error, { ...common, ...origins });
  if (!(located instanceof ConfigurationError)) throw new Error('a located error is of its kind');
  return located.path;
}

it.each([
  ['settings.fakegpt.baseUrl'],
  ['settings.other'],
  ['chains.support[0]'],
  ['chains.support.targets'],
  ['deadlineMs'],
])('puts %s into the file where it stands there', (path) => {
  expect(placeOf(path)).toBe(`my.json: ${path}`);
  expect(placeOf(path, { file: undefined })).toBe(path);
});

it('leaves what the file does not say', () => {
  expect(placeOf('retry.maxRetries')).toBe('retry.maxRetries');
});

it('leaves an address that was given elsewhere, or nowhere', () => {
  const path = 'settings.fakegpt.baseUrl';
  expect(placeOf(path, { addressGiven: true })).toBe(path);
  const configuration: Configuration = { settings: { fakegpt: { sessions: 2 } } };
  expect(placeOf(path, { file: { name: 'my.json', configuration } })).toBe(path);
});

it('names the flag of a target', () => {
  const fallback = { name: '--fallback', targets: ['x', 'y'], flags: ['--model', '--fallback'] };
  expect(placeOf('chains.--fallback[0]', { fallback })).toBe('--model');
  expect(placeOf('chains.--fallback[1]', { fallback })).toBe('--fallback');
  expect(placeOf('model', { modelFlag: 'reference' })).toBe('reference');
});

it('leaves other errors alone', () => {
  const error = new Error('of another kind');
  const origins = {
    modelFlag: '',
    fallback: undefined,
    file: { name: 'my.json', configuration: written },
    addressGiven: false,
  };
  expect(locateError(error, origins)).toBe(error);
});
