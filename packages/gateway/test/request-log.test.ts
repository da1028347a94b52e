import { expect, it } from 'vitest';

import { createKey } from '../src/keys/gateway-key.ts';
import { bodyFor, startFixture } from './fixture.ts';

const key = createKey('web');

it('logs each chat and each rejected request once, without the text of the client', async () => {
  await using fixture = await startFixture({ keys: [key.entry] });
  const path = '/v1/chat/completions';
  const authorized = { authorization: `Bearer ${key.key}` };
  await (await fixture.post(path, bodyFor(path), authorized)).text();
  await fixture.post(path, bodyFor(path), { authorization: 'Bearer us-canary' });
  await fixture.post(path, '{ "canary"', authorized);
  await fixture.post('/v1/canary?key=canary', '', authorized);
  await fixture.post(path, bodyFor(path), { origin: 'https://canary.example' });
  expect(fixture.log).toMatchObject([
    { key: 'web', path, model: 'support', status: 200, error: undefined },
    { key: '', path, model: '', status: 401, error: 'invalid-key' },
    { key: 'web', path, model: '', status: 400, error: 'malformed-request' },
    { key: 'web', path: '', status: 404, error: 'path-not-found' },
    { key: '', path, status: 403, error: 'foreign-origin' },
  ]);
  expect(new Set(fixture.log.map(({ requestId }) => requestId)).size).toBe(5);
  expect(JSON.stringify(fixture.log)).not.toContain('canary');
});
