import { expect, it } from 'vitest';

import { bodyFor, startFixture } from './fixture.ts';

const parameters = { type: 'object', properties: {} };
const first = { name: 'search', description: 'Searches.' };
const last = { name: 'search', description: 'Searches all pages.' };
const other = { name: 'read', description: 'Reads.' };

const endpoints = [
  [
    '/v1/chat/completions',
    (tool: object): object => ({ type: 'function', function: { ...tool, parameters } }),
  ],
  ['/v1/responses', (tool: object): object => ({ type: 'function', ...tool, parameters })],
  ['/v1/messages', (tool: object): object => ({ ...tool, input_schema: parameters })],
] as const;

it.each(endpoints)(
  'sends a tool once that a client of %s offers twice, because vendors reject it',
  async (path, encode) => {
    await using fixture = await startFixture({ primary: { faults: ['server-error'] } });
    const tools = [first, other, last].map(encode);
    const response = await fixture.post(path, bodyFor(path, { tools }));
    expect(response.status).toBe(200);
    const bodies = [...fixture.primary.requests, ...fixture.backup.requests].map(({ body }) =>
      Object(body).tools.map((tool: { readonly function?: object }) => tool.function ?? tool),
    );
    expect(bodies).toMatchObject([
      [last, other],
      [last, other],
    ]);
    const warnings = (tested: Response): number =>
      Number(tested.headers.get('x-understudy-warnings'));
    const usual = await fixture.post(path, bodyFor(path, { tools: [last, other].map(encode) }));
    expect(warnings(response) - warnings(usual)).toBe(path === '/v1/responses' ? 0 : 1);
  },
);

it('counts the tokens of such a tool once', async () => {
  await using fixture = await startFixture();
  const tools = [first, last].map((tool) => ({ ...tool, input_schema: parameters }));
  const body = { ...bodyFor('/v1/messages', { tools }), model: 'anthropic/claude-sonnet-5' };
  expect((await fixture.post('/v1/messages/count_tokens', body)).status).toBe(200);
  expect(fixture.backup.requests.map((request) => Object(request.body).tools)).toMatchObject([
    [last],
  ]);
});
