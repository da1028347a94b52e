import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import { createUnderstudy } from '../src/index.ts';
import { defineProvider } from '../src/provider.ts';
import { optionNames, portNames } from '../src/runtime/understudy-options.ts';

const key = 'sk-proj-plover';

function describeFailure(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return inspect(error, { depth: 9 }) + JSON.stringify(error);
  }
  return '';
}

const nested = ['timeouts', 'limits', 'breaker', 'cooldown', 'retry', 'chains', 'aliases'];
const fields = ['connectMs', 'maxEventBytes', 'failures', 'defaultMs', 'maxRetries', 'a'];

describe('errors of createUnderstudy()', () => {
  it.each(optionNames)('do not contain the value of %s', (name) => {
    const values = [
      key,
      [key],
      [{ [key]: key }],
      { [key]: 1 },
      { [key]: 'nope' },
      { [key]: [key] },
    ];
    for (const value of values) {
      const options = JSON.parse(JSON.stringify({ providers: [], [name]: value }));
      expect(describeFailure(() => createUnderstudy(options))).not.toContain('plover');
    }
  });

  it.each(nested)('do not contain a value in %s', (name) => {
    for (const field of fields) {
      for (const value of [key, { targets: [key] }, { targets: [{ model: key }], commit: key }]) {
        const options = JSON.parse(JSON.stringify({ providers: [], [name]: { [field]: value } }));
        expect(describeFailure(() => createUnderstudy(options))).not.toContain('plover');
      }
    }
  });

  it.each(portNames)('do not contain the port %s', (name) => {
    const options = JSON.parse(JSON.stringify({ providers: [], ports: { [name]: key } }));
    expect(describeFailure(() => createUnderstudy(options))).not.toContain('plover');
  });

  it('do not contain an unknown option', () => {
    const options = JSON.parse(JSON.stringify({ providers: [], [key]: key }));
    const failure = describeFailure(() => createUnderstudy(options));
    expect(failure).toContain('expected one of');
    expect(failure).not.toContain('plover');
  });
});

it('errors of defineProvider() do not contain its id and version', () => {
  for (const fieldsOf of [{ id: 'SK-PROJ-plover' }, { interfaceVersion: key }]) {
    const input = JSON.parse(JSON.stringify({ id: 'a', models: [], ...fieldsOf }));
    const failure = describeFailure(() => defineProvider(input));
    expect(failure).toContain('expected');
    expect(failure).not.toContain('plover');
  }
});
