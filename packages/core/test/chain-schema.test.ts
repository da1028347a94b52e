import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { errorRules } from '@understudy/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { resolvePolicy } from '../src/registry/chain/chat-policy.ts';
import {
  defaultLimits,
  defaultRetry,
  defaultTimeouts,
} from '../src/registry/chain/default-options.ts';
import { readChain } from '../src/registry/chain/read-chain.ts';

interface Schema {
  readonly [keyword: string]: unknown;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The file under its public name. */
const file = createRequire(import.meta.url).resolve('@understudy/core/chain.schema.json');
const schema: Schema = JSON.parse(readFileSync(file, 'utf8'));

const annotations = ['$schema', '$id', '$defs', 'title', 'description', 'default'];

/** Whether a value matches a schema. Throws for a keyword of JSON Schema 2020-12 that the checker does not know. */
function accepts(rules: unknown, value: unknown): boolean {
  if (typeof rules === 'boolean') return rules;
  if (!isSchema(rules)) throw new Error('expected a schema');
  return Object.entries(rules).every(([keyword, rule]) => {
    const check = Object.hasOwn(keywords, keyword) ? keywords[keyword] : undefined;
    if (check) return check(rule, value, rules);
    if (annotations.includes(keyword)) return true;
    throw new Error(`the checker does not know ${keyword}`);
  });
}

type Check = (rule: unknown, value: unknown, rules: Schema) => boolean;

function list(rule: unknown): readonly unknown[] {
  if (!Array.isArray(rule)) throw new Error('expected a list');
  return rule;
}

const keywords: Readonly<Record<string, Check>> = {
  $ref: (rule, value) => accepts(definitionOf(String(rule)), value),
  anyOf: (rule, value) => list(rule).some((one) => accepts(one, value)),
  type: (rule, value) => [rule].flat().some((type) => isOfType(String(type), value)),
  enum: (rule, value) => list(rule).includes(value),
  minimum: (rule, value) => typeof value !== 'number' || value >= Number(rule),
  exclusiveMinimum: (rule, value) => typeof value !== 'number' || value > Number(rule),
  exclusiveMaximum: (rule, value) => typeof value !== 'number' || value < Number(rule),
  minLength: (rule, value) => typeof value !== 'string' || value.length >= Number(rule),
  minItems: (rule, value) => !Array.isArray(value) || value.length >= Number(rule),
  items: (rule, value) => !Array.isArray(value) || value.every((item) => accepts(rule, item)),
  contains: (rule, value) => !Array.isArray(value) || value.some((item) => accepts(rule, item)),
  required: (rule, value) =>
    !isSchema(value) || list(rule).every((name) => Object.hasOwn(value, String(name))),
  properties: (rule, value) =>
    !isSchema(value) ||
    Object.entries(Object(rule)).every(
      ([name, field]) => !Object.hasOwn(value, name) || accepts(field, value[name]),
    ),
  additionalProperties: (rule, value, { properties }) => {
    if (rule !== false) throw new Error('the checker knows no additionalProperties but false');
    return (
      !isSchema(value) ||
      Object.keys(value).every((name) => Object.hasOwn(Object(properties), name))
    );
  },
};

function definitionOf(reference: string): unknown {
  const name = reference.replace('#/$defs/', '');
  return Reflect.get(Object(schema['$defs']), name);
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case 'object':
      return isSchema(value);
    case 'array':
      return Array.isArray(value);
    case 'null':
      return value === null;
    case 'integer':
      return Number.isInteger(value);
    case 'number':
    case 'string':
      return typeof value === type;
    default:
      throw new Error(`the checker does not know the type ${type}`);
  }
}

function isRead(value: unknown): boolean {
  try {
    readChain(value, 'chain');
    return true;
  } catch {
    return false;
  }
}

const targets = ['a/x'];
const target = (fields: object): readonly unknown[] => [{ target: 'a/x', ...fields }];
const weighted = (...pool: readonly unknown[]): object => ({ pool, strategy: 'weighted' });

describe('the published schema accepts what readChain accepts:', () => {
  const good: readonly unknown[] = [
    targets,
    ['a/x', 'b/deep/name', 'bare', 'chain'],
    target({}),
    target({ parameters: {}, timeouts: {} }),
    target({ parameters: { temperature: -1, topP: 0, seed: 1.5, presencePenalty: 2 } }),
    target({ parameters: { maxOutputTokens: 1, stop: ['a'], frequencyPenalty: 0 } }),
    target({ parameters: { reasoningEffort: 'none' }, maxConcurrent: 1 }),
    target({ timeouts: { createMs: 2, connectMs: 0.5, headersMs: 1, firstContentMs: 3e10 } }),
    target({ parameters: { temperature: null, stop: null, seed: null, reasoningEffort: null } }),
    target({ providerOptions: { serviceTier: 'flex', depth: { deep: [null] } } }),
    target({ requestsPerMinute: 1, tokensPerMinute: 1, contextTokens: 1 }),
    target({ retries: 0, maxWaitMs: 0, errorRules: { timeout: { retry: 'yes' } } }),
    [{ pool: ['a/x'] }],
    { pool: ['a/x', 'b/x'], strategy: 'priority' },
    { targets: [{ pool: targets, strategy: 'fastest' }, 'c/x'] },
    [
      {
        pool: [
          { target: 'a/x', retries: 1 },
          { pool: ['b/x'], strategy: 'round-robin' },
        ],
      },
    ],
    [weighted('a/x', { target: 'b/x', weight: 0.5 }, { pool: ['c/x'], weight: 3 })],
    [weighted('a/x', { target: 'b/x', weight: 0 })],
    weighted(weighted({ target: 'a/x', weight: 2 })),
    { targets },
    { targets: target({ timeouts: { idleMs: 1, totalMs: 1 } }) },
    { targets, retry: {}, timeouts: {}, errorRules: {} },
    { targets, retry: { maxRetries: 0, initialDelayMs: 0, maxDelayMs: 0, maxWaitMs: 0 } },
    { targets, deadlineMs: 1, maxAttempts: 1, commit: 'complete', midStream: 'restart' },
    { targets, commit: 'first-content', midStream: 'fail' },
    { targets, errorRules: { 'server-error': {}, timeout: { retry: 'once', fallback: 'no' } } },
    { targets, hedge: { afterMs: 500 } },
    { targets, hedge: { percentile: 99.5, maxExtra: 2 } },
    { targets, accept: {} },
    { targets, accept: { finishReasons: ['stop', 'length'], schema: true, minTextLength: 0 } },
  ];

  it.each(good.map((chain) => [JSON.stringify(chain), chain]))('%s', (_name, chain) => {
    expect(isRead(chain)).toBe(true);
    expect(accepts(schema, chain)).toBe(true);
  });
});

describe('the published schema rejects what readChain rejects:', () => {
  const bad: readonly unknown[] = [
    null,
    true,
    7,
    '',
    'a/x',
    [],
    {},
    [null],
    [7],
    [''],
    [[]],
    [{}],
    [{ target: '' }],
    [{ target: ['a/x'] }],
    target({ model: 'x' }),
    target({ maxConcurrent: 0 }),
    target({ maxConcurrent: 1.5 }),
    target({ maxConcurrent: null }),
    target({ parameters: null }),
    target({ parameters: { temperature: 'hot' } }),
    target({ parameters: { model: null } }),
    target({ parameters: { maxOutputTokens: 0 } }),
    target({ parameters: { stop: [] } }),
    target({ parameters: { stop: 'a' } }),
    target({ parameters: { stop: ['a', ''] } }),
    target({ parameters: { reasoningEffort: 'most' } }),
    target({ parameters: { model: 'x' } }),
    target({ providerOptions: null }),
    target({ providerOptions: [] }),
    target({ requestsPerMinute: 0 }),
    target({ tokensPerMinute: 0.5 }),
    target({ retries: -1 }),
    target({ maxWaitMs: -1 }),
    target({ maxWaitMs: null }),
    target({ contextTokens: 0 }),
    target({ errorRules: { aborted: {} } }),
    { pool: [] },
    { pool: 'a/x' },
    { pool: null },
    [{ pool: [] }],
    [{ pool: ['a/x'], strategy: 'random' }],
    [{ pool: ['a/x'], strategy: null }],
    [{ pool: ['a/x'], target: 'b/x' }],
    [{ pool: ['a/x'], deadlineMs: 5 }],
    { pool: ['a/x'], deadlineMs: 5 },
    [{ pool: ['a/x', 7] }],
    [{ pool: ['a/x', ['b/x']] }],
    target({ weight: 1 }),
    [{ pool: target({ weight: 1 }) }],
    [{ pool: target({ weight: 1 }), strategy: 'fastest' }],
    [{ ...weighted('a/x'), weight: 1 }],
    { ...weighted('a/x'), weight: 1 },
    [weighted({ target: 'a/x', weight: -1 })],
    [weighted('b/x', { target: 'a/x', weight: '1' })],
    [weighted('b/x', { target: 'a/x', weight: null })],
    [weighted({ target: 'a/x', weight: 0 }, { pool: ['b/x'], weight: 0 })],
    target({ timeouts: { idleMs: 0 } }),
    target({ timeouts: [] }),
    { targets: [] },
    { targets: null },
    { targets: 'a/x' },
    { targets: {} },
    { targets, target: 'a/x' },
    { targets, retry: { maxRetries: -1 } },
    { targets, retry: { maxRetries: 0.5 } },
    { targets, retry: { initialDelayMs: -1 } },
    { targets, retry: { jitter: 'full' } },
    { targets, retry: null },
    { targets, timeouts: { idleMs: -1 } },
    { targets, timeouts: { idle: 1 } },
    { targets, timeouts: { idleMs: '1s' } },
    { targets, deadlineMs: 0 },
    { targets, deadlineMs: null },
    { targets, maxAttempts: 0 },
    { targets, maxAttempts: 1.5 },
    { targets, commit: 'whole' },
    { targets, commit: true },
    { targets, midStream: 'continue' },
    { targets, hedge: {} },
    { targets, hedge: { afterMs: 0 } },
    { targets, hedge: { percentile: 100 } },
    { targets, hedge: { percentile: 0.95 } },
    { targets, hedge: { afterMs: 5, percentile: 50 } },
    { targets, hedge: { afterMs: 5, maxExtra: 0 } },
    { targets, accept: true },
    { targets, accept: [] },
    { targets, accept: { finishReasons: [] } },
    { targets, accept: { finishReasons: ['end'] } },
    { targets, accept: { schema: false } },
    { targets, accept: { schema: 'true' } },
    { targets, accept: { minTextLength: -1 } },
    { targets, accept: { minTextLength: 0.5 } },
    { targets, accept: { minLength: 1 } },
    { targets, errorRules: [] },
    { targets, errorRules: { 'server-eror': {} } },
    { targets, errorRules: { aborted: {} } },
    { targets, errorRules: { closed: {} } },
    { targets, errorRules: { 'all-targets-failed': {} } },
    { targets, errorRules: { timeout: { retry: 'with-retry-after' } } },
    { targets, errorRules: { timeout: { fallback: 'opt-in' } } },
    { targets, errorRules: { timeout: { breaker: true } } },
    { targets, errorRules: { timeout: null } },
    { targets, hedge: {} },
    JSON.parse('{"targets": ["a/x"], "__proto__": {}}'),
    JSON.parse('{"targets": ["a/x"], "errorRules": {"constructor": {}}}'),
  ];

  it.each(bad.map((chain) => [JSON.stringify(chain), chain]))('%s', (_name, chain) => {
    expect(isRead(chain)).toBe(false);
    expect(accepts(schema, chain)).toBe(false);
  });
});

it('the published schema and readChain agree on generated values', () => {
  const value = fc.oneof(
    fc.constantFrom(
      null,
      true,
      '',
      'a/x',
      'yes',
      'once',
      'no',
      'complete',
      'restart',
      'low',
      [],
      {},
    ),
    fc.constantFrom(-1, 0, 0.5, 1, 2, 1e12),
  );
  const some = (...names: readonly string[]) =>
    fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 2 });
  const timeouts = some('createMs', 'connectMs', 'headersMs', 'idleMs', 'totalMs');
  const override = some('retry', 'fallback', 'retry', 'fallback', 'breaker');
  const parameters = some('temperature', 'maxOutputTokens', 'stop', 'reasoningEffort', 'seed');
  const maybe = <Value>(field: fc.Arbitrary<Value>) =>
    fc.option(fc.oneof({ weight: 8, arbitrary: field }, { weight: 1, arbitrary: value }), {
      nil: undefined,
    });
  const targetObject = fc.record({
    target: fc.oneof({ weight: 9, arbitrary: fc.constant('a/x') }, { weight: 1, arbitrary: value }),
    parameters: maybe(parameters),
    timeouts: maybe(timeouts),
    maxConcurrent: maybe(fc.constantFrom(1, 2)),
    tokensPerMinute: maybe(fc.constantFrom(1, 2)),
    retries: maybe(fc.constantFrom(0, 1)),
    maxWaitMs: maybe(fc.constantFrom(0, 0.5)),
    providerOptions: maybe(fc.constantFrom({}, { a: null })),
  });
  const member = fc.oneof(
    fc.constantFrom('a/x', { target: 'a/x', weight: 2 }, { pool: ['b/x'], weight: 0 }),
    targetObject,
  );
  const pool = fc.record({
    pool: fc.array(member, { maxLength: 2 }),
    strategy: maybe(fc.constantFrom('weighted', 'fastest')),
  });
  const targetList = fc.array(fc.oneof(fc.constant('a/x'), targetObject, pool), { maxLength: 2 });
  const chain = fc.record({
    targets: fc.oneof({ weight: 9, arbitrary: targetList }, { weight: 1, arbitrary: value }),
    retry: maybe(some('maxRetries', 'initialDelayMs', 'maxDelayMs', 'maxWaitMs')),
    timeouts: maybe(timeouts),
    deadlineMs: maybe(fc.constant(1)),
    maxAttempts: maybe(fc.constant(1)),
    commit: maybe(fc.constantFrom('first-content', 'complete')),
    midStream: maybe(fc.constantFrom('fail', 'restart')),
    hedge: maybe(fc.constantFrom({ afterMs: 5 }, { percentile: 50 }, { percentile: 101 }, {})),
    accept: maybe(some('finishReasons', 'schema', 'minTextLength')),
    errorRules: maybe(
      fc.dictionary(fc.constantFrom('timeout', 'server-error', 'closed', 'x'), override, {
        maxKeys: 2,
      }),
    ),
  });
  let read = 0;
  const property = fc.property(fc.oneof(chain, targetList, pool), (made) => {
    // A JSON file has no undefined fields.
    const given: unknown = JSON.parse(JSON.stringify(made));
    read += Number(isRead(given));
    expect(accepts(schema, given)).toBe(isRead(given));
  });
  fc.assert(property, { seed: 1, numRuns: 3000 });
  // Otherwise the runs would prove nothing.
  expect(read).toBeGreaterThan(200);
  expect(read).toBeLessThan(2800);
});

describe('the published schema', () => {
  const fieldsOf = (name: string): Readonly<Record<string, Schema>> => {
    const definition: unknown = definitionOf(`#/$defs/${name}`);
    return isSchema(definition) ? Object(definition['properties']) : {};
  };
  const defaultsOf = (name: string): unknown =>
    Object.fromEntries(
      Object.entries(fieldsOf(name)).flatMap(([field, rules]) =>
        'default' in rules ? [[field, rules['default']]] : [],
      ),
    );

  it('contains the defaults of the code', () => {
    expect(defaultsOf('timeouts')).toEqual(defaultTimeouts);
    expect(defaultsOf('retry')).toEqual(defaultRetry);
    const { commit, midStream } = resolvePolicy(undefined, 1, {
      timeouts: defaultTimeouts,
      limits: defaultLimits,
      retry: defaultRetry,
      deadlineMs: undefined,
      maxAttempts: undefined,
    });
    expect(defaultsOf('chainObject')).toEqual({ commit, midStream });
  });

  it('contains the error codes that a chain can override', () => {
    const properties = fieldsOf('errorRules');
    const final = ['all-targets-failed', 'closed'];
    expect([...Object.keys(properties), ...final].toSorted()).toEqual(
      Object.keys(errorRules).toSorted(),
    );
  });
});
