import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { createUnderstudy, isConfigurationError } from '@understudy/core';
import {
  createAdmin,
  createEventHub,
  createGateway,
  createKey,
  hashKey,
} from '@understudy/gateway';
import { readGatewaySection } from '@understudy/gateway/config';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const file = createRequire(import.meta.url).resolve('@understudy/gateway/gateway.schema.json');
const schema: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'));
const matchesSchema = new Ajv2020().compile(schema);

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (isConfigurationError(error)) return error.message;
    throw error;
  }
  return 'accepted';
}

function isRejected(section: unknown): boolean {
  return messageOf(() => readGatewaySection(section)) !== 'accepted';
}

const web = createKey('web').entry;

/** Values of every type, many of which are valid for some setting. */
const value: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    '127.0.0.1:4100',
    '[::1]:0',
    'localhost:65535',
    'localhost:65536',
    'a:b',
    ':1',
    '',
    'ai.example.org',
    'AI.example.org',
    'a:1',
    '*',
    'https://a.example',
    'https://*',
    'null',
    hashKey('a'),
    `${hashKey('a')}0`,
    hashKey('b').toUpperCase(),
    'sha256:',
  ),
  fc.integer({ min: -1, max: 2 ** 32 }),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.string(),
  fc.array(fc.string()),
  fc.array(fc.constantFrom('ai.example.org', 'localhost', 'https://a.example', 'support')),
  fc.object(),
);

const names = Object.keys(Object(schema['properties']));
const key = fc.record(
  {
    name: fc.oneof(fc.constantFrom('web', 'mobile', '__proto__', 'two words', ''), value),
    hash: fc.oneof(
      fc.nat().map((seed) => hashKey(String(seed))),
      value,
    ),
    models: value,
    maxConcurrent: value,
    requestsPerMinute: value,
    other: value,
  },
  { requiredKeys: [] },
);
const section = fc.dictionary(
  fc.oneof(fc.constantFrom(...names), fc.string()),
  fc.oneof(value, fc.array(key, { maxLength: 1 })),
);

describe('readGatewaySection', () => {
  it('accepts what the schema accepts, apart from settings that contradict each other', () => {
    let accepted = 0;
    fc.assert(
      fc.property(section, (random) => {
        // Without keys, the reader also checks who reaches the addresses.
        const consistent = { ...random, insecure: true, adminKeys: [web], maxBodyBytes: 1 };
        // JSON has no undefined, and no instances of classes.
        const json: unknown = JSON.parse(JSON.stringify(consistent));
        const matches = matchesSchema(json);
        if (matches) accepted += 1;
        expect(isRejected(json)).toBe(!matches);
      }),
      { numRuns: 1500, seed: 7 },
    );
    expect(accepted).toBeGreaterThan(50);
  });

  it('returns the same settings for the defaults of the schema as for an empty section', () => {
    const defaults = Object.entries(Object(schema['properties'])).flatMap(([name, setting]) => {
      const fallback: unknown = Object(setting).default;
      return fallback === undefined ? [] : [[name, fallback] as const];
    });
    expect(defaults.length).toBeGreaterThan(10);
    expect(readGatewaySection(Object.fromEntries(defaults))).toEqual(readGatewaySection({}));
  });

  it.each(names)('agrees with the schema about every value of %s', (name) => {
    fc.assert(
      fc.property(fc.oneof(value, fc.array(key, { maxLength: 1 })), (random) => {
        const access = name === 'insecure' ? { keys: [web] } : { insecure: true };
        const sizes = { maxBodyBytes: 1, maxTotalBodyBytes: Number.MAX_SAFE_INTEGER };
        const settings = { listen: '127.0.0.1:0', adminKeys: [web], ...access, ...sizes };
        const json: unknown = JSON.parse(JSON.stringify({ ...settings, [name]: random }));
        const isOpen = name === 'adminKeys' || name === 'keys';
        fc.pre(!isOpen || !Array.isArray(random) || random.length > 0 || matchesSchema(json));
        expect(isRejected(json)).toBe(!matchesSchema(json));
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  it.each([
    [[], 'gateway: expected an object, received an empty list'],
    [
      { listen: 4100 },
      'gateway.listen: expected an address with a port from 0 to 65535, such as "127.0.0.1:4100", received 4100',
    ],
    [
      { keys: [web, { ...web, hash: hashKey('other') }] },
      'gateway.keys[1].name: expected a name that no other key has, received that of gateway.keys[0]',
    ],
    [
      { keys: [web, { name: 'mobile', hash: web.hash }] },
      'gateway.keys[1].hash: expected a hash that no other key has, received that of gateway.keys[0]',
    ],
    [
      { keys: [{ name: 'web', hash: 'us-a-key-of-a-client' }] },
      'gateway.keys[0].hash: expected "sha256:" and 64 hexadecimal digits, which `createKey()` returns, received a string',
    ],
    [{ keys: [{ hash: web.hash }] }, /^gateway\.keys\[0\]\.name: expected .*, received nothing$/],
    [
      { heartbeat: 1 },
      /^gateway\.heartbeat: expected one of listen, .*, received "heartbeat"; did you mean "heartbeatMs"\?$/,
    ],
    [
      { cors: ['*'] },
      'gateway.cors[0]: expected an origin as browsers send it, such as "https://chat.example.org", received "*"',
    ],
    [{ cors: ['https://Chat.example.org'] }, /^gateway\.cors\[0\]: expected an origin as browsers/],
    [{ cors: ['https://chat.example.org:443'] }, /^gateway\.cors\[0\]: expected an origin/],
    [{ cors: ['http://chat.example.org:80'] }, /^gateway\.cors\[0\]: expected an origin/],
    [{ cors: ['https://chat.example.org/'] }, /^gateway\.cors\[0\]: expected an origin/],
    [{ graceMs: -1 }, /^gateway\.graceMs: expected .* from 0 to 2147483647, received -1$/],
    [
      { listen: '0.0.0.0:4100' },
      'gateway.listen: expected a loopback address, because gateway.keys is empty, received "0.0.0.0:4100"; add an entry that `createKey()` returns',
    ],
    [
      { admin: '0.0.0.0:4101', keys: [web], insecure: true },
      /^gateway\.admin: expected a loopback address, because gateway\.adminKeys is empty/,
    ],
    [
      { maxBodyBytes: 2000, maxTotalBodyBytes: 1000 },
      'gateway.maxTotalBodyBytes: expected an integer of at least 2000 (maxBodyBytes), received 1000',
    ],
    [
      { maxBodyBytes: 2 ** 30 },
      'gateway.maxTotalBodyBytes: expected an integer of at least 1073741824 (maxBodyBytes), received 268435456',
    ],
    [{ maxBodyBytes: 1000, maxTotalBodyBytes: 1000 }, 'accepted'],
    [
      { admin: '127.0.0.1:4100' },
      'gateway.admin: expected another port than that of the API (127.0.0.1:4100), received "127.0.0.1:4100"',
    ],
    [
      { listen: '0.0.0.0:4200', admin: '127.0.0.1:4200', keys: [web] },
      'gateway.admin: expected another port than that of the API (0.0.0.0:4200), received "127.0.0.1:4200"',
    ],
    [{ listen: '127.0.0.1:0', admin: '127.0.0.1:0' }, 'accepted'],
    [{ listen: '127.0.0.1:4100', admin: '127.0.0.1:4101' }, 'accepted'],
    [{ listen: '127.0.0.1:4100', admin: '127.0.0.2:4100' }, 'accepted'],
    [{ listen: '0.0.0.0:4100', keys: [web] }, 'accepted'],
    [{ listen: '[::]:4100', insecure: true }, 'accepted'],
    [undefined, 'accepted'],
  ])('reads %j', (json, message) => {
    expect(messageOf(() => readGatewaySection(json))).toMatch(message);
  });

  it('names an override that is not valid', () => {
    expect(messageOf(() => readGatewaySection({}, 'gateway', { host: '0.0.0.0' }))).toMatch(
      /^overrides\.host: expected a loopback address, because gateway\.keys is empty/,
    );
  });

  it('names an override with the port of the admin listener', () => {
    const withAdmin = { admin: '127.0.0.1:4101' };
    expect(messageOf(() => readGatewaySection(withAdmin, 'gateway', { port: 4101 }))).toBe(
      'overrides.port: expected another port than that of gateway.admin (127.0.0.1:4101), received 4101',
    );
    expect(messageOf(() => readGatewaySection(withAdmin, 'gateway', { port: 0 }))).toBe('accepted');
  });

  it('uses the terms of the caller in errors', () => {
    const terms = { host: '--host', port: '--port', createKey: '"keys create"' };
    const read = (json: unknown): string =>
      messageOf(() => readGatewaySection(json, 'gateway', { host: '0.0.0.0' }, terms));
    expect(read({})).toMatch(/^--host: expected .*; add an entry that "keys create" returns$/);
    expect(read({ keys: [{ name: 'web', hash: '' }] })).toContain(', which "keys create" returns,');
  });
});

describe('createAdmin', () => {
  const understudy = createUnderstudy({ providers: [] });

  it.each([
    [{}, 'events: expected the result of createEventHub(), received nothing'],
    [{ events: createEventHub(), reload: true }, 'reload: expected a function, received true'],
    [{ events: createEventHub(), metric: () => {} }, /; did you mean "metrics"\?$/],
    [
      { events: createEventHub(), maxTotalBodyBytes: 1 },
      'maxTotalBodyBytes: expected an integer of at least 33554432 (maxBodyBytes), received 1',
    ],
    [{ events: createEventHub(), faults: {} }, /^faults: expected an object with the methods/],
  ])('rejects %j', (options, message) => {
    const created = (): unknown =>
      Reflect.apply(createAdmin, undefined, [{ understudy, ...options }]);
    expect(messageOf(created)).toMatch(message);
  });
});

describe('createGateway', () => {
  const understudy = createUnderstudy({ providers: [] });

  it.each([
    [{ keys: [{ name: 'web' }] }, /^keys\[0\]\.hash: expected .*, received nothing$/],
    [{ heartbeatMs: '1' }, /^heartbeatMs: expected .*, received "1"$/],
    [{ host: 'a' }, /^host: expected one of .*, received "host"; did you mean "hosts"\?$/],
    [{ understudy: {} }, /^understudy: expected the result of createUnderstudy\(\), received/],
    [{ onRequest: 1 }, 'onRequest: expected a function, received 1'],
    [{ limits: {} }, 'limits: expected an object with a method admit, received an object'],
    [
      { maxTotalBodyBytes: 1 },
      'maxTotalBodyBytes: expected an integer of at least 33554432 (maxBodyBytes), received 1',
    ],
    [{ maxBodyBytes: 0 }, 'maxBodyBytes: expected an integer of at least 1, received 0'],
  ])('rejects %j', (options, message) => {
    const created = (): unknown =>
      Reflect.apply(createGateway, undefined, [{ understudy, ...options }]);
    expect(messageOf(created)).toMatch(message);
  });

  it('rejects settings of update() and keeps the current ones', async () => {
    await using gateway = createGateway({ understudy });
    const keys = [{ name: 'web', hash: 'x' }];
    await expect(gateway.update({ settings: { keys } })).rejects.toThrow(
      'settings.keys[0].hash: expected',
    );
    expect(await (await fetch(`${await gateway.listen({ port: 0 })}/v1/models`)).json()).toEqual({
      object: 'list',
      data: [],
    });
  });
});
