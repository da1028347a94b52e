import { readOpenAiFault } from '@understudy/emulator';
import type { OpenAiFaultName } from '@understudy/emulator';
import { expect, it } from 'vitest';

import { bodyFor, startFixture } from './fixture.ts';

const openAi = '/v1/chat/completions';
const messages = '/v1/messages';

async function fail(
  path: string,
  fault: OpenAiFaultName,
): Promise<{ status: number; error: object; headers: Headers }> {
  await using fixture = await startFixture({ runtime: { retry: { maxRetries: 0 } } });
  fixture.primary.setFaults([readOpenAiFault(`${fault}=always`)]);
  const body = { ...bodyFor(path), model: 'openai/gpt-5-mini' };
  const { status, headers, ...response } = await respond(fixture.post(path, body));
  expect(fixture.primary.requests).toHaveLength(1);
  return { status, headers, error: Object(response.body).error };
}

async function respond(
  pending: Promise<Response>,
): Promise<{ status: number; headers: Headers; body: unknown }> {
  const response = await pending;
  return { status: response.status, headers: response.headers, body: await response.json() };
}

it.each([
  ['invalid-key', 502, 'server_error', 'authentication_failed', 502, 'api_error'],
  ['rate-limit', 429, 'rate_limit_error', 'rate_limit_exceeded', 429, 'rate_limit_error'],
  ['quota-exhausted', 429, 'insufficient_quota', 'insufficient_quota', 402, 'billing_error'],
  ['overloaded', 503, 'server_error', 'overloaded', 529, 'overloaded_error'],
  ['server-error', 502, 'server_error', 'server_error', 502, 'api_error'],
  ['model-not-found', 404, 'invalid_request_error', 'model_not_found', 404, 'not_found_error'],
  [
    'context-length-exceeded',
    400,
    'invalid_request_error',
    'context_length_exceeded',
    400,
    'invalid_request_error',
  ],
  ['prompt-filtered', 400, 'invalid_request_error', 'content_filter', 400, 'invalid_request_error'],
  [
    'unsupported-parameter',
    400,
    'invalid_request_error',
    'unsupported_parameter',
    400,
    'invalid_request_error',
  ],
  ['reset-before-headers', 502, 'server_error', 'connection_failed', 502, 'api_error'],
] as const)(
  'sends %s with its status',
  async (fault, ...[status, type, code, otherStatus, otherType]) => {
    const failure = await fail(openAi, fault);
    expect(failure).toMatchObject({ status, error: { type, code } });
    expect(failure.headers.get('x-should-retry')).toBe('false');
    expect(await fail(messages, fault)).toMatchObject({
      status: otherStatus,
      error: { type: otherType },
    });
  },
);

it('starts the message of a prompt that is too long as clients of Anthropic expect', async () => {
  const { error } = await fail(messages, 'context-length-exceeded');
  expect(Object(error).message).toMatch(/^prompt is too long/);
});

it('names the id of the request in an error of a stream of messages', async () => {
  await using fixture = await startFixture();
  fixture.primary.setFaults(['disconnect-after-text']);
  const id = '08de-0001';
  const headers = { 'x-request-id': id };
  const response = await fixture.post(messages, bodyFor(messages, { stream: true }), headers);
  expect(response.headers.get('request-id')).toBe(id);
  expect(await response.text()).toMatch(/event: error\ndata: .*"request_id":"08de-0001"}\n\n$/);
});

it('sends the code that all targets share, and the shortest wait', async () => {
  await using fixture = await startFixture({ runtime: { retry: { maxRetries: 0, maxWaitMs: 0 } } });
  fixture.primary.setFaults([{ kind: 'rate-limit-retry-after', times: 'always' }]);
  fixture.backup.setFaults([{ kind: 'rate-limit-retry-after', times: 'always' }]);
  const { status, headers, body } = await respond(fixture.post(openAi, bodyFor(openAi)));
  expect([status, Object(body).error.code]).toEqual([429, 'rate_limit_exceeded']);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  expect(Number(headers.get('retry-after-ms'))).toBeGreaterThan(0);
  expect(headers.get('x-should-retry')).toBe('false');
});

it('sends 503 if every target can be used again soon', async () => {
  await using fixture = await startFixture({ runtime: { retry: { maxRetries: 0, maxWaitMs: 0 } } });
  fixture.primary.setFaults([{ kind: 'rate-limit-retry-after', times: 'always' }]);
  fixture.backup.setFaults([{ kind: 'overloaded', times: 'always' }]);
  expect((await fixture.post(openAi, bodyFor(openAi))).status).toBe(503);
});

it('sends 502 for different failures', async () => {
  await using fixture = await startFixture({ runtime: { retry: { maxRetries: 0 } } });
  fixture.primary.setFaults([{ kind: 'server-error', times: 'always' }]);
  fixture.backup.setFaults([{ kind: 'invalid-key', times: 'always' }]);
  const { status, body } = await respond(fixture.post(openAi, bodyFor(openAi)));
  expect(status).toBe(502);
  expect(Object(body).error.message).toBe(
    'all targets failed: openai/gpt-5-mini: server-error; anthropic/claude-sonnet-5: authentication-failed',
  );
});

it('lets a client retry a request for which nothing was sent', async () => {
  await using fixture = await startFixture({ maxConcurrent: 0 });
  const { status, headers } = await respond(fixture.post(openAi, bodyFor(openAi)));
  expect(status).toBe(503);
  expect(headers.get('x-should-retry')).toBeNull();
  expect(headers.get('retry-after')).toBe('1');
});

it.each([
  ['nobody/any', 'the model does not exist, or the key may not use it'],
  ['supprt', 'the model does not exist, or the key may not use it'],
  ['support', 'the request failed (invalid-request)'],
])('says what a client can know about the model %s with expose: false', async (model, message) => {
  await using fixture = await startFixture({ expose: false });
  const url = 'ftp://example.com/image.png';
  const content = [{ type: 'image_url', image_url: { url } }];
  const request = fixture.post(openAi, { model, messages: [{ role: 'user', content }] });
  const { body } = await respond(request);
  expect(Object(body).error.message).toBe(message);
});

it('names no provider and no model with expose: false', async () => {
  await using fixture = await startFixture({
    expose: false,
    runtime: { retry: { maxRetries: 0 } },
  });
  fixture.primary.setFaults([{ kind: 'server-error', times: 'always' }]);
  fixture.backup.setFaults([{ kind: 'invalid-key', times: 'always' }]);
  for (const model of ['support', 'openai/gpt-5-mini', 'nothing']) {
    const response = await fixture.post(openAi, { ...bodyFor(openAi), model });
    expect(await response.text()).not.toMatch(/openai|anthropic|gpt|claude|127\.0\.0\.1/);
  }
});

it.each(['/v1/chat/completions', '/v1/responses', '/v1/messages'])(
  'names no target in responses, headers and events of %s with expose: false',
  async (path) => {
    await using fixture = await startFixture({ expose: false });
    for (const stream of [true, false]) {
      fixture.primary.setFaults(['server-error']);
      const headers = { 'x-understudy-events': 'attempts' };
      const response = await fixture.post(path, bodyFor(path, { stream }), headers);
      const text = await response.text();
      expect(text).toContain(stream ? '"code":"server-error"' : '"model":"support"');
      expect(text + JSON.stringify([...response.headers])).not.toMatch(
        /openai|anthropic\b|gpt-|claude-|127\.0\.0\.1/,
      );
      expect(response.headers.get('x-understudy-attempts')).toBe(stream ? '0' : '2');
    }
    expect(JSON.stringify(fixture.log)).toContain('claude-sonnet-5');
  },
);

it('contains no key and no prompt in errors, headers and the log, even if a vendor repeats the key', async () => {
  const canary = 'canary-5f1c';
  await using fixture = await startFixture({ runtime: { retry: { maxRetries: 0 } } });
  fixture.primary.setFaults([{ kind: 'key-echo', times: 'always' }]);
  fixture.backup.setFaults([{ kind: 'key-echo', times: 'always' }]);
  const body = { ...bodyFor(openAi), messages: [{ role: 'user', content: canary }] };
  const response = await fixture.post(openAi, body, { authorization: `Bearer ${canary}` });
  const seen = [
    await response.text(),
    JSON.stringify([...response.headers]),
    JSON.stringify(fixture.log),
  ];
  expect(seen.join('\n')).not.toContain(canary);
});

it.each([
  [openAi, { messages: [{ role: 'user', content: 5 }] }, 400, 'messages'],
  [openAi, { messages: 'Hi' }, 400, 'messages'],
  [openAi, { messages: [], n: 2 }, 400, 'n'],
  [openAi, { model: 5 }, 400, 'model'],
  [openAi, { temperature: 'hot' }, 400, 'temperature'],
  ['/v1/responses', { previous_response_id: 'resp_1' }, 400, 'previous_response_id'],
  ['/v1/responses', { background: true }, 400, 'background'],
  ['/v1/responses', { input: [{ type: 'item_reference', id: 'x' }] }, 400, 'input'],
] as const)('rejects a wrong request to %s: %o', async (path, fields, status, param) => {
  await using fixture = await startFixture();
  const { status: actual, body } = await respond(fixture.post(path, bodyFor(path, fields)));
  expect(actual).toBe(status);
  expect(Object(body).error.param).toMatch(new RegExp(`^${param}`));
  expect(fixture.primary.requests).toEqual([]);
});

it('accepts 10,000 messages', async () => {
  await using fixture = await startFixture();
  const list = Array.from({ length: 10_000 }, (_, index) => ({
    role: index % 2 === 0 ? 'user' : 'assistant',
    content: `message ${index}`,
  }));
  const response = await fixture.post(openAi, bodyFor(openAi, { messages: list.slice(0, 9999) }));
  expect(response.status).toBe(200);
});

it.each([
  [openAi, 'max_tokens', -5, 'a number less than 1'],
  [openAi, 'max_completion_tokens', 0, 'a number less than 1'],
  [openAi, 'top_k', 1.5, 'a number that is not whole'],
  ['/v1/responses', 'max_output_tokens', 0, 'a number less than 1'],
  [messages, 'max_tokens', 0, 'a number less than 1'],
  [messages, 'top_k', -2, 'a number less than 1'],
])('names the field as %s does: %s', async (path, name, value, received) => {
  await using fixture = await startFixture();
  const { status, body } = await respond(fixture.post(path, bodyFor(path, { [name]: value })));
  expect({ status, message: Object(body).error.message }).toEqual({
    status: 400,
    message: `${name}: expected a whole number of at least 1, received ${received}`,
  });
});
