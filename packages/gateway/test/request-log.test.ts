import { expect, it, vi } from 'vitest';

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

it('logs each list of models and each count of tokens once, and no probe', async () => {
  await using fixture = await startFixture({ keys: [key.entry] });
  const headers = { authorization: `Bearer ${key.key}` };
  const messages = [{ role: 'user', content: 'canary' }];
  const count = (model: string): Promise<Response> =>
    fixture.post('/v1/messages/count_tokens', { model, messages }, headers);
  await fetch(`${fixture.url}/health`);
  await fetch(`${fixture.url}/ready`);
  await fetch(`${fixture.url}/v1/models?limit=5`, { headers });
  await fetch(`${fixture.url}/v1/models/support`, { headers });
  await fetch(`${fixture.url}/v1/models/canary`, { headers });
  await count('anthropic/claude-sonnet-5');
  await count('openai/gpt-5-mini');
  const countPath = '/v1/messages/count_tokens';
  await vi.waitFor(() => expect(fixture.log).toHaveLength(5));
  expect(fixture.log).toMatchObject([
    { key: 'web', path: '/v1/models', model: '', status: 200, error: undefined, attempts: [] },
    { key: 'web', path: '/v1/models/*', model: '', status: 200, error: undefined },
    { key: 'web', path: '/v1/models/*', model: '', status: 404, error: 'model-not-allowed' },
    { key: 'web', path: countPath, model: 'anthropic/claude-sonnet-5', status: 200 },
    { key: 'web', path: countPath, model: 'openai/gpt-5-mini', status: 404 },
  ]);
  expect(JSON.stringify(fixture.log)).not.toContain('canary');
});

it.each(['/v1/models', '/v1/unknown', '/v1/%zz'])(
  'logs the id that the response to %s has',
  async (path) => {
    await using fixture = await startFixture();
    const response = await fetch(fixture.url + path);
    await response.text();
    const requestId = response.headers.get('x-request-id');
    await vi.waitFor(() => expect(fixture.log).toMatchObject([{ requestId }]));
    expect(requestId).not.toBeNull();
  },
);
