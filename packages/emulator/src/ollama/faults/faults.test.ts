import { describe, expect, it } from 'vitest';

import { type HttpResponse, exchange } from '../../../test/exchange.ts';
import { startOllamaEmulator } from '../start-ollama-emulator.ts';
import { type OllamaFaultName, type OllamaStep, ollamaFaultNames } from './ollama-fault.ts';

const text = 'Teal it is.';
const rules = [
  { when: 'think', response: { reasoning: 'Blue?', text } },
  { when: /^/u, response: text },
];

interface Result extends HttpResponse {
  readonly fault: string | undefined;
  readonly lines: readonly (Line | undefined)[];
  readonly content: string;
  readonly last: Line | undefined;
}

interface Line {
  readonly message?: { readonly content?: string; readonly tool_calls?: readonly Call[] };
  readonly done?: boolean;
  readonly done_reason?: string;
  readonly error?: string;
  readonly eval_count?: number;
}

interface Call {
  readonly id?: string;
}

interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly body?: object;
}

async function send(kind: OllamaFaultName, sent: Sent = {}): Promise<Result> {
  await using emulator = await startOllamaEmulator({ faults: [toStep(kind)], rules });
  const { path = '/api/chat', method = 'POST', body = {} } = sent;
  const chat = { model: 'm', messages: [{ role: 'user', content: 'Hi' }], ...body };
  const stop = /"done":(?:true|false)|xxx/u;
  const response = await exchange(emulator.url + path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(method === 'POST' && { body: JSON.stringify(chat) }),
    ...(stalling.includes(kind) && { until: (received) => stop.test(received) }),
    ...(silent.includes(kind) && { signal: AbortSignal.timeout(500) }),
  });
  const lines = response.text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parse);
  return {
    ...response,
    fault: emulator.requests[0]?.fault,
    lines,
    content: lines.map((line) => line?.message?.content ?? '').join(''),
    last: lines.at(-1),
  };
}

/** The defaults of these parameters are too slow for a test. */
function toStep(kind: OllamaFaultName): OllamaStep {
  if (kind === 'slow-drip') return { kind, intervalMs: 0 };
  return kind === 'huge-line' ? { kind, bytes: 300_000 } : kind;
}

function parse(line: string): Line | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const stalling: readonly OllamaFaultName[] = [
  'stall-after-text',
  'endless-line',
  'open-after-done',
];
const silent: readonly OllamaFaultName[] = ['stall-after-headers'];

type Expectation = readonly [sent: Sent, expected: object];

const json = { body: { stream: false } };
const think = { body: { messages: [{ role: 'user', content: 'think' }] } };
const complete = { status: 200, content: text, last: { done: true } };
const failed = (status: number, wording: string): Expectation => [
  {},
  { status, text: expect.stringContaining(wording) },
];
const cut = { status: 200, content: 'Teal it ' };

const expectations: Partial<Record<OllamaFaultName, Expectation>> = {
  'tags-empty': [{ method: 'GET', path: '/api/tags' }, { text: '{"models":[]}' }],
  'tags-html-page': [{ method: 'GET', path: '/api/tags' }, { text: expect.stringMatching(/^<!/u) }],
  'tags-server-error': [{ method: 'GET', path: '/api/tags' }, { status: 500 }],
  'show-server-error': [{ path: '/api/show' }, { status: 500 }],
  'show-without-capabilities': [{ path: '/api/show' }, { status: 200 }],
  'model-not-found': failed(404, "model 'm' not found"),
  'model-not-pulled': failed(404, 'try pulling it first'),
  'tools-unsupported': failed(400, 'does not support tools'),
  'thinking-unsupported': failed(400, 'does not support thinking'),
  'context-length-exceeded': failed(400, 'exceeds the available context size'),
  'prompt-too-long': failed(400, 'longer than the context length'),
  unauthorized: failed(401, '"signin_url"'),
  'cloud-disabled': failed(403, 'disabled'),
  'rate-limit': failed(429, 'usage limit'),
  'out-of-memory': failed(500, 'requires more system memory'),
  'runner-stopped': failed(500, 'unexpectedly stopped'),
  'cloud-unreachable': failed(502, 'upstream'),
  'server-busy': failed(503, 'server busy'),
  'error-response': failed(200, '{"error":'),
  'path-not-found': failed(404, '404 page not found'),
  'empty-body': [{}, { status: 200, text: '' }],
  'html-page': failed(200, '<!DOCTYPE'),
  challenge: failed(403, 'Just a moment'),
  'max-tokens': [{}, { content: 'Teal i', last: { done_reason: 'length' } }],
  'empty-response': [{}, { content: '', last: { done: true, done_reason: 'stop' } }],
  'load-response': [{}, { content: '', last: { done: true, done_reason: 'load' } }],
  'unknown-done-reason': [{}, { last: { done_reason: 'emulated_reason' } }],
  'thinking-with-text': [think, { text: expect.stringContaining('"content":"Teal","thinking":') }],
  'json-response': [{}, { content: text, lines: [{ done: true }] }],
  'stream-response': [json, { content: text, last: { done: true } }],
  'error-line-before-text': [{}, { lines: [{ error: expect.any(String) }] }],
  'error-line': [{}, { ...cut, last: { error: expect.any(String) } }],
  'last-line-unterminated': [{}, { ...complete, text: expect.stringMatching(/\}$/u) }],
  'last-line-cut': [{}, { content: text, last: undefined, failure: undefined }],
  'endless-line': [{}, { text: expect.stringMatching(/^\{"model":"xxx/u) }],
  'invalid-line': [{}, { ...complete, text: expect.stringContaining('\n{"model":"\n') }],
  'scalar-lines': [{}, { ...complete, text: expect.stringContaining('\n42\nnull\ntrue\n') }],
  'blank-lines': [{}, { ...complete, text: expect.stringContaining('\n\n\r\n  \n\n') }],
  'status-line': [{}, { ...complete, text: expect.stringContaining('{"status":"loading model"}') }],
  'unknown-fields': [{}, { ...complete, text: expect.stringContaining('"tide":"high"') }],
  'non-string-content': [{}, { text: expect.stringContaining('"content":42') }],
  'large-line': [{}, complete],
  'huge-line': [{}, complete],
  'empty-stream': [{}, { status: 200, text: '' }],
  'only-done': [{}, { lines: [{ done: true }] }],
  'missing-done': [{}, { content: text, last: { done: false } }],
  'open-after-done': [
    { body: { options: { num_predict: 0 } } },
    { content: '', last: { done: true } },
  ],
  'junk-after-done': [
    {},
    { content: text, text: expect.stringMatching(/\{"junk":true\}\n<junk>$/u) },
  ],
  'truncated-stream': [{}, { ...cut, failure: undefined }],
  'end-mid-frame': [{}, { ...cut, last: undefined, failure: undefined }],
  'disconnect-after-text': [{}, { ...cut, failure: 'ECONNRESET' }],
  'disconnect-mid-frame': [{}, { ...cut, last: undefined, failure: 'ECONNRESET' }],
  'reset-mid-frame': [{}, { ...cut, last: undefined, failure: 'ECONNRESET' }],
  'stall-after-text': [{}, { failure: expect.any(String) }],
  crlf: [{}, { ...complete, text: expect.stringMatching(/\}\r\n$/u) }],
  'one-write': [{}, { ...complete, chunks: [expect.anything()] }],
  'split-utf8': [{}, complete],
  'stall-after-headers': [{}, { status: 200, text: '', failure: expect.any(String) }],
  'gzip-encoding': [{}, { headers: expect.objectContaining({ 'content-encoding': 'gzip' }) }],
  'reset-after-headers': [{}, { status: 200, text: '', failure: 'ECONNRESET' }],
  'slow-drip': [{}, complete],
  'missing-content-type': [{}, { ...complete, headers: { 'transfer-encoding': 'chunked' } }],
};

describe('the Ollama faults', () => {
  it.each(Object.entries(expectations))('%s', async (kind, [sent, expected]) => {
    const name = ollamaFaultNames.find((known) => known === kind);
    if (name === undefined) throw new Error(`${kind} is not a fault`);
    const result = await send(name, sent);
    expect(result).toMatchObject(expected);
    expect(result.fault).toBe(kind);
  });

  it('leave out the done reason and the counts', async () => {
    expect((await send('done-reason-missing')).last).not.toHaveProperty('done_reason');
    expect((await send('counts-missing')).last).not.toHaveProperty('eval_count');
  });

  it.each([
    ['tool-ids-missing', 2, 0],
    ['tool-calls-in-done-line', 0, 2],
    ['tool-calls-repeated', 2, 2],
  ] as const)('%s', async (kind, before, inLast) => {
    const { lines, last } = await send(kind);
    const listed = lines.slice(0, -1).flatMap((line) => line?.message?.tool_calls ?? []);
    expect([listed.length, last?.message?.tool_calls?.length ?? 0]).toEqual([before, inLast]);
    const ids = [...listed, ...(last?.message?.tool_calls ?? [])].map(({ id }) => id);
    expect(ids.every((id) => (kind === 'tool-ids-missing') === (id === undefined))).toBe(true);
  });

  it.each(['stall-before-headers', 'reset-before-headers'] as const)('%s', async (kind) => {
    await using emulator = await startOllamaEmulator({ faults: [kind] });
    const sent = exchange(`${emulator.url}/api/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hi' }] }),
      signal: AbortSignal.timeout(100),
    });
    const code = kind === 'reset-before-headers' ? 'ECONNRESET' : 'ABORT_ERR';
    await expect(sent).rejects.toMatchObject({ code });
    expect(emulator.requests[0]).toMatchObject({ fault: kind, status: undefined });
  });

  it('slow-load lists the model while nothing is sent', async () => {
    await using emulator = await startOllamaEmulator({ faults: [{ kind: 'slow-load', ms: 60 }] });
    const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hi' }] });
    const headers = { 'content-type': 'application/json' };
    const sent = exchange(`${emulator.url}/api/chat`, { method: 'POST', headers, body });
    await emulator.nextRequest();
    const { text: running } = await exchange(`${emulator.url}/api/ps`);
    expect(JSON.parse(running).models).toMatchObject([{ name: 'm:latest' }]);
    expect((await sent).status).toBe(200);
    const [chat] = emulator.requests;
    expect((chat?.endedAtMs ?? 0) - (chat?.startedAtMs ?? 0)).toBeGreaterThanOrEqual(58);
  });

  it('has a test for each fault', () => {
    const others: readonly OllamaFaultName[] = [
      'done-reason-missing',
      'counts-missing',
      'tool-ids-missing',
      'tool-calls-in-done-line',
      'tool-calls-repeated',
      'stall-before-headers',
      'reset-before-headers',
      'slow-load',
    ];
    const tested = [...Object.keys(expectations), ...others];
    expect(ollamaFaultNames.filter((name) => !tested.includes(name))).toEqual([]);
  });
});
