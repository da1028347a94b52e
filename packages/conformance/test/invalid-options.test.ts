import { clauses, describeProvider, openAiWireFormat, renderMatrix } from '@understudy/conformance';
import { ConfigurationError } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { acmeOptions } from './acme/acme-options.ts';

/** Calls a function with values that its types do not allow. Returns the message of the ConfigurationError. */
function failureOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return error instanceof ConfigurationError ? error.message : `other error: ${String(error)}`;
  }
}

const runner = { describe: () => undefined, it: () => undefined };

describe('describeProvider', () => {
  it.each([
    [null, 'runner: expected an object with describe, it, received null'],
    [{ it: runner.it }, 'runner.describe: expected a function, received nothing'],
    [{ ...runner, it: 'x' }, 'runner.it: expected a function, received a string'],
  ])('rejects the runner %j', (invalid, message) => {
    expect(failureOf(() => describeProvider(invalid as never, acmeOptions()))).toBe(message);
  });

  it('accepts a function with describe and it, such as test of node:test', () => {
    const test = Object.assign(() => undefined, runner);
    expect(failureOf(() => describeProvider(test, acmeOptions()))).toBeUndefined();
  });

  it.each([
    [undefined, 'options: expected an object, received nothing'],
    ['acme', 'options: expected an object, received a string'],
    [[], 'options: expected an object, received a list'],
  ])('rejects the options %j', (invalid, message) => {
    expect(failureOf(() => describeProvider(runner, invalid as never))).toBe(message);
  });

  const file = new URL('https://example.test/package.json');
  it.each([
    [{ wireformat: {} }, 'wireformat: expected one of name, packageUrl, provider, model, '],
    [{ wireformat: {} }, 'received "wireformat"; did you mean "wireFormat"?'],
    [{ strict: true }, 'strict: expected one of name, packageUrl, '],
    [{ name: undefined }, 'name: expected a non-empty string, received nothing'],
    [{ model: '' }, 'model: expected a non-empty string, received ""'],
    [{ provider: {} }, 'provider: expected a function, received an object'],
    [
      { packageUrl: './package.json' },
      'packageUrl: expected a file URL, received "./package.json"',
    ],
    [{ packageUrl: './package.json' }, "use new URL('../package.json', import.meta.url)"],
    [{ packageUrl: file }, 'packageUrl: expected a file URL, received "https://example.test/pack'],
    [{ report: 'report.json' }, 'report: expected a file URL, received "report.json"'],
    [{ secrets: 'sk-secret' }, 'secrets: expected a list, received a string'],
    [{ secrets: [4711] }, 'secrets[0]: expected a non-empty string, received a number'],
    [{ timeoutMs: '500' }, 'timeoutMs: expected a number above 0, at most 2147483647'],
    [{ timeoutMs: Infinity }, 'timeoutMs: expected a number above 0, at most 2147483647, rec'],
    [{ timeoutMs: NaN }, 'timeoutMs: expected a number above 0, at most 2147483647, received NaN'],
    [
      { wireFormat: 'openai' },
      'wireFormat: expected an object with encodeResponse, encodeError, received a string',
    ],
    [
      { wireFormat: openAiWireFormat },
      'wireFormat: expected an object with encodeResponse, encodeError, received a function',
    ],
    [
      { wireFormat: { encodeResponse: () => undefined } },
      'wireFormat.encodeError: expected a function, received nothing',
    ],
    [
      { wireFormat: { ...openAiWireFormat(), handleOther: {} } },
      'wireFormat.handleOther: expected a function, received an object',
    ],
    [{ skip: null }, 'skip: expected an object, received null'],
    [{ skip: ['tools'] }, 'skip: expected an object, received a list'],
    [{ skip: { tools: 5 } }, 'skip["tools"]: expected the reason in a sentence, received 5'],
    [
      { skip: { 'stream-text': 'It cannot.' } },
      'skip["stream-text"]: expected the id of a clause or a requirement, received "stream-text"; did you mean "streams-text"?',
    ],
  ])('rejects %j', (changes, message) => {
    const options = { ...acmeOptions(), ...changes } as never;
    expect(failureOf(() => describeProvider(runner, options))).toContain(message);
  });

  it('accepts options that are undefined', () => {
    const changes = { skip: undefined, timeoutMs: undefined, report: undefined };
    const options = { ...acmeOptions(), ...changes };
    expect(failureOf(() => describeProvider(runner, options))).toBeUndefined();
  });

  it('accepts a wire format with other members', () => {
    const wireFormat = { ...openAiWireFormat(), version: 2 };
    const options = { ...acmeOptions(), wireFormat };
    expect(failureOf(() => describeProvider(runner, options))).toBeUndefined();
  });
});

describe('openAiWireFormat', () => {
  it.each([
    [null, 'options: expected an object, received null'],
    ['json', 'options: expected an object, received a string'],
    [
      { stream: false },
      'stream: expected one of streams, reasoningField, endMarker, encodeError, encodePart, handleOther, received "stream"; did you mean "streams"?',
    ],
    [{ streams: 'no' }, 'streams: expected true or false, received "no"'],
    [{ endMarker: 0 }, 'endMarker: expected true or false, received 0'],
    [
      { reasoningField: 'thinking' },
      'reasoningField: expected one of reasoning, reasoning_content, received "thinking"',
    ],
    [{ encodeError: {} }, 'encodeError: expected a function, received an object'],
    [{ encodePart: [] }, 'encodePart: expected a function, received a list'],
    [{ handleOther: '/login' }, 'handleOther: expected a function, received a string'],
  ])('rejects %j', (options, message) => {
    expect(failureOf(() => openAiWireFormat(options as never))).toBe(message);
  });
});

describe('renderMatrix', () => {
  const report = { provider: 'acme', outcomes: [{ clause: 'valid-models', outcome: 'passed' }] };
  const withOutcome = (outcome: unknown): unknown => [{ provider: 'acme', outcomes: [outcome] }];
  it.each([
    [report, 'reports: expected a list, received an object'],
    [['acme.json'], 'reports[0]: expected an object, received a string'],
    [[report, {}], 'reports[1].provider: expected a non-empty string, received nothing'],
    [[{ provider: 'acme' }], 'reports[0].outcomes: expected a list, received nothing'],
    [withOutcome({ outcome: 'passed' }), 'reports[0].outcomes[0].clause: expected a non-empty'],
    [
      withOutcome({ clause: 'valid-models', outcome: 'pass' }),
      'reports[0].outcomes[0].outcome: expected one of passed, failed, skipped, received "pass"; did you mean "passed"?',
    ],
    [
      withOutcome({ clause: 'valid-models', outcome: 'skipped' }),
      'reports[0].outcomes[0].reason: expected a non-empty string, received nothing',
    ],
  ])('rejects the reports %j', (reports, message) => {
    expect(failureOf(() => renderMatrix(clauses, reports as never))).toContain(message);
  });

  it('rejects clauses of another type', () => {
    expect(failureOf(() => renderMatrix(undefined as never, []))).toBe(
      'clauses: expected a list, received nothing',
    );
    expect(failureOf(() => renderMatrix([{ id: 'valid-models' }] as never, []))).toBe(
      'clauses[0].rule: expected a non-empty string, received nothing',
    );
  });
});
