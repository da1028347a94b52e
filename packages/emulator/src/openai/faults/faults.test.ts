import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { type HttpResponse, exchange } from '../../../test/exchange.ts';
import { readData } from '../../../test/read-events.ts';
import { listFaultNames } from '../../faults/fault-table.ts';
import { nonResponseFaults } from '../../faults/non-response-faults.ts';
import { type OpenAiEmulator, startOpenAiEmulator } from '../start-openai-emulator.ts';
import { errorFaults } from './errors/error-faults.ts';
import { modelsFaults } from './models-faults.ts';
import { type OpenAiFault, type OpenAiFaultName } from './openai-fault.ts';

const responseText = 'Teal it is.';
const contents = ['Teal', ' it ', 'is.'];
const beforeFault = ['Teal', ' it '];
const key = 'sk-canary-000000000001';

type Fault = OpenAiFault | OpenAiFaultName;

function start(...faults: readonly Fault[]): Promise<OpenAiEmulator> {
  return startOpenAiEmulator({
    faults,
    rules: [
      { when: 'smile', response: 'Да 😀' },
      { when: 'call', response: { toolCalls: [{ name: 'smile', arguments: { at: '😀' } }] } },
      { when: /^/u, response: responseText },
    ],
  });
}

interface ChatOptions {
  readonly body?: object;
  readonly until?: string;
}

function post(
  emulator: OpenAiEmulator,
  { body = {}, until }: ChatOptions = {},
): Promise<HttpResponse> {
  const request = { model: 'gpt-5', stream: true, messages: [{ role: 'user', content: 'hi' }] };
  return exchange(`${emulator.baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ ...request, ...body }),
    ...(until === undefined ? {} : { until: (text) => text.includes(until) }),
  });
}

/** Returns the response to a chat with a fault. The journal must contain the fault. */
async function postWithFault(fault: Fault, options: ChatOptions = {}): Promise<HttpResponse> {
  await using emulator = await start(fault);
  const response = await post(emulator, options);
  expect(emulator.requests[0]?.fault).toBe(typeof fault === 'string' ? fault : fault.kind);
  return response;
}

const nonStream = { body: { stream: false } };
const smile = { body: { messages: [{ role: 'user', content: 'smile' }] } };
const callSmile = { body: { messages: [{ role: 'user', content: 'call' }] } };
const withUsage = { body: { stream_options: { include_usage: true } } };

interface Chunk {
  readonly choices: readonly {
    readonly index: number;
    readonly delta: { readonly content?: unknown; readonly tool_calls?: readonly ToolDelta[] };
    readonly finish_reason: string | null;
  }[];
  readonly error?: { readonly message: string };
  readonly usage?: unknown;
}

interface ToolDelta {
  readonly index?: number;
  readonly id?: string;
  readonly function: { readonly name?: string; readonly arguments: string };
}

/** Returns the complete chunks of a stream. */
function readChunks(text: string): readonly Chunk[] {
  return readData(text)
    .filter((data) => data.startsWith('{"id"') && data.endsWith('}'))
    .map((data) => JSON.parse(data));
}

/** Returns the content of each chunk of the first choice. */
function readContents(text: string): readonly unknown[] {
  return readChunks(text)
    .flatMap(({ choices }) => choices ?? [])
    .filter(({ index }) => index === 0)
    .map(({ delta }) => delta.content)
    .filter((content) => content !== undefined && content !== '' && content !== null);
}

function readFinish(text: string): string | null | undefined {
  const reasons = readChunks(text).map(({ choices }) => choices?.[0]?.finish_reason);
  return reasons.findLast((reason) => reason !== null && reason !== undefined);
}

function readToolDeltas(text: string): readonly ToolDelta[] {
  return readChunks(text).flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? []);
}

function expectComplete({ text, failure }: HttpResponse): void {
  expect([readContents(text), readFinish(text), failure]).toEqual([contents, 'stop', undefined]);
  expect(readData(text).at(-1)).toBe('[DONE]');
}

it('sends a complete stream without a fault', async () => {
  await using emulator = await start();
  expectComplete(await post(emulator));
  expect(emulator.requests[0]?.fault).toBeUndefined();
});

it('applies each fault to the first request of its kind', async () => {
  await using emulator = await start('models-empty', 'malformed-body', 'only-done');
  expect((await post(emulator)).text).toBe('data: [DONE]\n\n');
  await post(emulator, nonStream);
  await exchange(`${emulator.baseUrl}/models`);
  expect(emulator.requests.map(({ fault }) => fault)).toEqual([
    'only-done',
    'malformed-body',
    'models-empty',
  ]);
});

describe('modelsFaults', () => {
  const expected = {
    'models-empty': [200, '"data":[]'],
    'models-html-page': [200, '<!DOCTYPE html>'],
    'models-event-stream': [200, 'data: [DONE]'],
    'models-rate-limited': [429, '"code":"rate_limit_exceeded"'],
    'models-server-error': [500, '"type":"server_error"'],
  } as const;

  it.each(listFaultNames(modelsFaults))('%s applies once', async (kind) => {
    await using emulator = await start({ kind, times: 1 });
    const failed = await exchange(`${emulator.baseUrl}/models`);
    const [status, part] = expected[kind];
    expect([failed.status, failed.text]).toEqual([status, expect.stringContaining(part)]);
    expect(emulator.requests[0]?.fault).toBe(kind);
    const { text } = await exchange(`${emulator.baseUrl}/models`);
    expect(JSON.parse(text).data.length).toBeGreaterThan(3);
  });
});

describe('errorFaults', () => {
  const faults = { ...errorFaults, ...nonResponseFaults };
  const expected: Readonly<Record<keyof typeof faults, readonly [number, string]>> = {
    'invalid-key': [401, 'provided: sk-***0001. You'],
    'key-echo': [401, `provided: ${key}. You`],
    'permission-denied': [403, '"code":"missing_scope"'],
    'rate-limit': [429, '"code":"rate_limit_exceeded"'],
    'rate-limit-retry-after': [429, '"code":"rate_limit_exceeded"'],
    'rate-limit-retry-after-ms': [429, '"code":"rate_limit_exceeded"'],
    'quota-exhausted': [429, '"code":"insufficient_quota"'],
    'model-not-found': [404, 'The model `gpt-5` does not exist'],
    'context-length-exceeded': [400, '"code":"context_length_exceeded"'],
    conflict: [409, 'The resource is in use.'],
    'conflict-with-retry': [409, 'The resource is in use.'],
    'overloaded-without-retry': [503, 'currently overloaded'],
    'prompt-filtered': [400, '"code":"content_filter"'],
    'message-too-long': [413, '"code":"request_too_large"'],
    'request-timeout': [408, 'Request timed out.'],
    'server-error': [500, '"type":"server_error"'],
    'bad-gateway': [502, '<h1>502 Bad Gateway</h1>'],
    overloaded: [503, 'currently overloaded'],
    'overloaded-529': [529, '"type":"overloaded_error"'],
    challenge: [403, 'Just a moment...'],
    'html-page': [200, '<!DOCTYPE html>'],
    'json-body': [200, '{"error":{'],
    'empty-body': [200, ''],
    'no-content': [204, ''],
    redirect: [302, ''],
  };

  it.each(listFaultNames(faults))('%s with and without a stream', async (fault) => {
    const [status, part] = expected[fault];
    for (const options of [{}, nonStream]) {
      const { status: actual, text, headers } = await postWithFault(fault, options);
      expect([actual, text.includes(part), text === '']).toEqual([status, true, part === '']);
      expect(headers['content-type'] ?? '').not.toContain('event-stream');
      expect(headers['x-request-id']).toMatch(/^req_/u);
    }
  });

  it('sends the parameters of the faults', async () => {
    const seconds = await postWithFault({ kind: 'rate-limit-retry-after', seconds: 9 });
    const ms = await postWithFault({ kind: 'rate-limit-retry-after-ms', milliseconds: 70 });
    const redirect = await postWithFault({ kind: 'redirect', location: 'http://other.invalid/' });
    expect([
      seconds.headers['retry-after'],
      ms.headers['retry-after-ms'],
      redirect.headers.location,
    ]).toEqual(['9', '70', 'http://other.invalid/']);
    expect([seconds, ms].map(({ text }) => / in \w+\./u.exec(text)?.[0])).toEqual([
      ' in 9s.',
      ' in 70ms.',
    ]);
    expect((await postWithFault('rate-limit')).text).not.toContain('try again');
    expect((await postWithFault('empty-body')).headers['content-type']).toBe('application/json');
    expect((await postWithFault('challenge')).headers['cf-mitigated']).toBe('challenge');
    expect((await postWithFault({ kind: 'challenge', status: 503 })).status).toBe(503);
  });
});

describe('responseFaults and toolCallFaults, with and without a stream', () => {
  async function postBoth(fault: Fault): Promise<{ text: string; choice: JsonChoice }> {
    const { text } = await postWithFault(fault);
    const body = JSON.parse((await postWithFault(fault, nonStream)).text);
    return { text, choice: body.choices[0] };
  }

  interface JsonChoice {
    readonly message: {
      readonly content: unknown;
      readonly tool_calls?: readonly (ToolDelta & { readonly type: string })[];
    };
    readonly finish_reason: string | null;
  }

  it.each([
    [{ kind: 'max-tokens', afterCharacters: 6 }, ['Teal', ' i'], 'length'],
    [{ kind: 'max-tokens' }, ['Teal', ' i'], 'length'],
    ['empty-response', [], 'stop'],
    ['content-filter-before-text', [], 'content_filter'],
    ['content-filter-after-text', ['Teal', ' i'], 'content_filter'],
    ['unknown-finish-reason', contents, 'emulated_reason'],
    ['missing-finish-reason', contents, undefined],
  ] as const)('%j', async (fault, expected, finish) => {
    const { text, choice } = await postBoth(fault);
    expect([readContents(text), readFinish(text)]).toEqual([expected, finish]);
    expect(readData(text).at(-1)).toBe('[DONE]');
    expect([choice.message.content, choice.finish_reason]).toEqual([
      expected.join(''),
      finish ?? null,
    ]);
  });

  it('usage-missing', async () => {
    expect((await postWithFault('usage-missing', withUsage)).text).not.toContain('usage');
    expect((await postWithFault('usage-missing', nonStream)).text).not.toContain('usage');
  });

  it('content-parts', async () => {
    const { text, choice } = await postBoth('content-parts');
    expect(readContents(text)).toEqual(
      contents.map((content) => [{ type: 'text', text: content }]),
    );
    expect(choice.message.content).toEqual([{ type: 'text', text: responseText }]);
  });

  it.each([
    ['tool-arguments-invalid', ['{"place":"place"', '{"place":"place"'], [2, 0]],
    ['tool-arguments-empty', ['', ''], [2, 0]],
    ['tool-ids-missing', ['{"place":"place"}', '{"place":"place"}'], [0, 0]],
    ['tool-ids-repeated', ['{"place":"place"}', '{"place":"place"}'], [1, 1]],
  ] as const)('%s', async (fault, argumentTexts, [ids, sameIds]) => {
    const { text, choice } = await postBoth(fault);
    const streamed = readToolDeltas(text);
    const calls = choice.message.tool_calls ?? [];
    expect(joinArguments(streamed)).toEqual(argumentTexts);
    expect(calls.map((call) => call.function.arguments)).toEqual(argumentTexts);
    for (const list of [streamed, calls]) {
      const found = list.flatMap(({ id }) => id ?? []);
      expect(new Set(found).size).toBe(ids);
      expect(found.length - new Set(found).size).toBe(sameIds);
    }
    expect([readFinish(text), choice.finish_reason]).toEqual(['tool_calls', 'tool_calls']);
  });

  it('tool-arguments-invalid calls the tools of the request', async () => {
    const parameters = { type: 'object', properties: { n: { type: 'integer' } } };
    const tools = [{ type: 'function', function: { name: 'add', parameters } }];
    const { text } = await postWithFault('tool-arguments-invalid', { body: { tools } });
    expect(joinArguments(readToolDeltas(text))).toEqual(['{"n":1', '{"n":1']);
  });
});

/** Returns the arguments of each call, joined by index. */
function joinArguments(deltas: readonly ToolDelta[]): readonly string[] {
  const calls = Map.groupBy(deltas, ({ index }) => index);
  return [...calls.values()].map((call) => call.map((delta) => delta.function.arguments).join(''));
}

describe('toolCallFaults of a stream', () => {
  const argumentTexts = '{"place":"place"}';

  it('tool-calls-interleaved', async () => {
    const deltas = readToolDeltas((await postWithFault('tool-calls-interleaved')).text);
    expect(deltas.slice(0, 4).map(({ index }) => index)).toEqual([0, 1, 0, 1]);
    expect(joinArguments(deltas)).toEqual([argumentTexts, argumentTexts]);
  });

  it('tool-call-whole', async () => {
    const deltas = readToolDeltas((await postWithFault('tool-call-whole')).text);
    expect(deltas).toMatchObject([
      {
        index: 0,
        id: expect.any(String),
        function: { name: 'emulated_tool', arguments: argumentTexts },
      },
      { index: 1, function: { arguments: argumentTexts } },
    ]);
  });

  it('tool-ids-in-every-chunk', async () => {
    const deltas = readToolDeltas((await postWithFault('tool-ids-in-every-chunk')).text);
    expect(deltas.length).toBeGreaterThan(4);
    expect(deltas.every(({ id }) => id !== undefined)).toBe(true);
    expect(joinArguments(deltas)).toEqual([argumentTexts, argumentTexts]);
  });

  it('tool-index-missing', async () => {
    const deltas = readToolDeltas((await postWithFault('tool-index-missing')).text);
    expect(deltas.map((delta) => [delta.index, delta.function.arguments])).toEqual([
      [undefined, argumentTexts],
      [undefined, argumentTexts],
    ]);
  });

  it('tool-index-huge', async () => {
    const deltas = readToolDeltas((await postWithFault('tool-index-huge')).text);
    expect(new Set(deltas.map(({ index }) => index))).toEqual(new Set([2 ** 31 - 2, 2 ** 31 - 1]));
  });
});

describe('responseFaults of the format', () => {
  it('json-response and stream-response with another content type', async () => {
    const json = await postWithFault({ kind: 'json-response', contentType: 'text/event-stream' });
    expect(json.headers['content-type']).toBe('text/event-stream');
    expect(JSON.parse(json.text).choices[0].message.content).toBe(responseText);
    const fault = { kind: 'stream-response', contentType: 'application/json' } as const;
    const stream = await postWithFault(fault, nonStream);
    expect(stream.headers['content-type']).toBe('application/json');
    expectComplete(stream);
  });

  it('json-response and stream-response', async () => {
    const json = await postWithFault('json-response');
    expect(json.headers['content-type']).toBe('application/json');
    expect(JSON.parse(json.text).choices[0].message.content).toBe(responseText);
    const stream = await postWithFault('stream-response', nonStream);
    expect(stream.headers['content-type']).toContain('event-stream');
    expectComplete(stream);
  });

  it('split-surrogate', async () => {
    const { text } = await postWithFault('split-surrogate', smile);
    expect(text).toContain(String.raw`"\ud83d"`);
    expect(readContents(text).join('')).toBe('Да 😀');
    const calls = await postWithFault('split-surrogate', callSmile);
    const deltas = readToolDeltas(calls.text).map((delta) => delta.function.arguments);
    expect(deltas.slice(-4)).toEqual(['\uD83D', '\uDE00', '"', '}']);
  });
});

describe('contentFaults', () => {
  it('error-before-text', async () => {
    const data = readData((await postWithFault('error-before-text')).text);
    expect(data).toEqual([expect.stringContaining('"error":{"message":"The server'), '[DONE]']);
  });

  it('error-after-text', async () => {
    const { text } = await postWithFault('error-after-text');
    expect(readContents(text)).toEqual(beforeFault);
    expect(readData(text).at(-2)).toMatch(/^\{"error":\{/u);
  });

  it.each([
    ['error-event', 'event: error\ndata: {"error":{'],
    ['error-event-bare', 'event: error\ndata: {"message":'],
    ['error-event-text', 'event: error\ndata: Internal Server Error\n\n'],
    ['internal-server-error-line', '\n\nInternal Server Error\n'],
  ] as const)('%s', async (fault, part) => {
    const { text } = await postWithFault(fault);
    expect(readContents(text)).toEqual(beforeFault);
    expect(text).toContain(part);
    expect(text).not.toContain('[DONE]');
  });

  it('error-finish', async () => {
    const { text } = await postWithFault('error-finish');
    expect(readChunks(text).at(-1)).toMatchObject({
      error: { message: 'Provider disconnected' },
      choices: [{ finish_reason: 'error' }],
    });
  });

  it('invalid-utf8', async () => {
    const result = await postWithFault('invalid-utf8');
    expect(Buffer.concat(result.chunks).includes(Buffer.of(0xff, 0xfe))).toBe(true);
    expect(readContents(result.text)).toEqual([...contents, '\uFFFD\uFFFD']);
    expect(readFinish(result.text)).toBe('stop');
  });
});

describe('insertionFaults and choicesFaults', () => {
  it.each([
    ['malformed-event', 'data: {"id":"chatcmpl-\n\n'],
    [
      'unknown-events',
      'event: note\ndata: {"type":"note"}\n\ndata: {"object":"emulator.note"}\n\n',
    ],
    ['ping-event', 'event: ping\ndata: {}\n\n'],
    ['unusual-characters', '\uFEFFdata: {"choices":0}\n: \0\uFEFF\u2028\u2029\u0085\n\n'],
    ['scalar-events', 'data: 42\n\ndata: null\n\ndata: true\n\ndata: "text"\n\ndata: []\n\n'],
    ['empty-choices', '"choices":[]}'],
    ['missing-choices', '"system_fingerprint":"fp_emulated"}\n'],
    ['null-choices', '"choices":null}'],
    ['comment-as-data', 'data: : OPENROUTER PROCESSING\n\n'],
    ['keep-alive-data', 'data: null\n\ndata: {}\n\ndata: ping\n\ndata: keep-alive\n\n'],
    ['second-choice', '"choices":[{"index":1,"delta":{"content":"of another choice"}'],
    ['huge-index', '"choices":[{"index":2147483647,"delta":{"content":"of another'],
    ['quoted-done', 'data: "[DONE]"\n\n'],
    ['forged-done', 'event: note\ndata: [DONE]\n\n'],
    ['empty-data', '\n\ndata:\n\ndata\n\ndata: \n\n'],
    [
      'comments',
      `\n:\n::\n: OPENROUTER PROCESSING\n: data: {"choices":[]}\nevent: note\n: within\n\n`.slice(
        1,
      ),
    ],
    [
      'unusual-fields',
      'retry: 1.5\nretry: -1\nretry: 99999999999999999999\nretry\nevent\nunknown: field\nDATA: {"choices":0}\n',
    ],
  ] as const)('%s', async (fault, part) => {
    const result = await postWithFault(fault);
    const [before, after, ...more] = result.text.split(part);
    expect(more).toEqual([]);
    expect([readContents(before ?? ''), readContents(after ?? '')]).toEqual([beforeFault, ['is.']]);
    expectComplete(result);
  });

  it('non-string-content', async () => {
    expect(readContents((await postWithFault('non-string-content')).text)).toEqual([
      ...beforeFault,
      42,
      'is.',
    ]);
  });

  it.each([
    ['large-frame', 200 * 1024],
    ['huge-frame', 40 * 1024 * 1024],
  ] as const)('%s', async (fault, bytes) => {
    const result = await postWithFault(fault);
    const longest = Math.max(...readData(result.text).map((data) => data.length));
    expect(longest).toBeGreaterThan(bytes);
    expect(longest).toBeLessThan(bytes + 1000);
    expectComplete(result);
  });

  it('event-flood', async () => {
    const result = await postWithFault({ kind: 'event-flood', count: 5000 });
    expect(readChunks(result.text)).toHaveLength(5000 + contents.length + 2);
    expectComplete(result);
  });
});

describe('endingFaults, closingFaults and faults of the connection', () => {
  it('only-comments', async () => {
    const { text, failure } = await postWithFault('only-comments');
    expect([text, failure]).toEqual([': still here\n\n'.repeat(3), undefined]);
  });

  it('unfinished-event', async () => {
    const { text, failure } = await postWithFault('unfinished-event');
    expect([readContents(text), readFinish(text), failure]).toEqual([contents, 'stop', undefined]);
    expect(text).toMatch(/"finish_reason":"stop"\}\]\}$/u);
  });

  it('disconnect-after-text', async () => {
    const { text, failure } = await postWithFault('disconnect-after-text');
    expect([readContents(text), failure]).toEqual([beforeFault, 'ECONNRESET']);
    expect(text).toMatch(/\}\n\n$/u);
  });

  it.each([
    ['empty-stream', ''],
    ['only-done', 'data: [DONE]\n\n'],
  ] as const)('%s', async (fault, body) => {
    const { status, text, failure } = await postWithFault(fault);
    expect([status, text, failure]).toEqual([200, body, undefined]);
  });

  it('missing-done', async () => {
    const { text, failure } = await postWithFault('missing-done');
    expect([readContents(text), readFinish(text), failure]).toEqual([contents, 'stop', undefined]);
    expect(text).not.toContain('[DONE]');
  });

  it('open-after-done', async () => {
    await using emulator = await start('open-after-done');
    await post(emulator, { until: 'data: [DONE]\n\n' });
    await expect.poll(() => emulator.requests.at(-1)?.ending).toBe('client-aborted');
  });

  it.each([
    ['junk-after-done', /"stop"\}\]\}\n\ndata: \[DONE\]\n\ndata: \{"junk":true\}\n\n<junk>$/u],
    ['done-unspaced', /"stop"\}\]\}\n\ndata:\[DONE\]\n\n$/u],
    ['done-trailing-blank', /"stop"\}\]\}\n\ndata: \[DONE\] \n\n$/u],
    ['done-unfinished', /"stop"\}\]\}\n\ndata: \[DONE\]$/u],
    ['done-as-json', /"stop"\}\]\}\n\ndata: "\[DONE\]"\n\n$/u],
    ['done-twice', /"stop"\}\]\}\n\ndata: \[DONE\]\n\ndata: \[DONE\]\n\n$/u],
  ] as const)('%s', async (fault, end) => {
    const { text, failure } = await postWithFault(fault);
    expect([readContents(text), failure]).toEqual([contents, undefined]);
    expect(text).toMatch(end);
  });

  it('truncated-stream', async () => {
    const { text, failure } = await postWithFault('truncated-stream');
    expect([readContents(text), readFinish(text), failure]).toEqual([
      beforeFault,
      undefined,
      undefined,
    ]);
    expect(text).not.toContain('[DONE]');
  });

  it.each([
    ['end-mid-frame', undefined],
    ['disconnect-mid-frame', 'ECONNRESET'],
    ['reset-mid-frame', 'ECONNRESET'],
  ] as const)('%s', async (fault, failure) => {
    const cut = await postWithFault(fault);
    expect(readContents(cut.text)).toEqual(beforeFault);
    expect(cut.text).toMatch(/"object":"chat\.comp$/u);
    expect(cut.failure).toBe(failure);
  });

  it.each([{}, nonStream])('stall-before-headers %j', async (options) => {
    const emulator = await start('stall-before-headers');
    const pending = post(emulator, options).catch(() => 'no response');
    await expect.poll(() => emulator.requests.at(-1)?.fault).toBe('stall-before-headers');
    expect(emulator.requests.at(-1)?.status).toBeUndefined();
    await emulator.close();
    expect(await pending).toBe('no response');
  });

  it.each([{}, nonStream])('stall-after-headers %j', async (options) => {
    const emulator = await start('stall-after-headers');
    const pending = post(emulator, options);
    await expect
      .poll(() => emulator.requests.at(-1))
      .toMatchObject({ fault: 'stall-after-headers', status: 200 });
    await emulator.close();
    expect(await pending).toMatchObject({ status: 200, text: '', failure: 'ECONNRESET' });
  });

  it('stall-after-text', async () => {
    const { text } = await postWithFault('stall-after-text', { until: '" it "' });
    expect(readContents(text)).toEqual(beforeFault);
  });

  it('endless-comments', async () => {
    const fault = { kind: 'endless-comments', intervalMs: 1 } as const;
    const { text } = await postWithFault(fault, { until: ': still here\n\n'.repeat(3) });
    expect(readData(text)).toEqual([]);
  });

  it('endless-line', async () => {
    const { text } = await postWithFault('endless-line', { until: 'x'.repeat(200_000) });
    expect(text).toMatch(/^data: "x+$/u);
  });

  it.each([{}, nonStream])('reset-before-headers %j', async (options) => {
    await using emulator = await start('reset-before-headers');
    await expect(post(emulator, options)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(emulator.requests[0]?.status).toBeUndefined();
  });

  it.each([{}, nonStream])('reset-after-headers %j', async (options) => {
    const { status, text, failure } = await postWithFault('reset-after-headers', options);
    expect([status, text, failure]).toEqual([200, '', 'ECONNRESET']);
  });
});

describe('the position of a fault', () => {
  const firstContents = (count: number): readonly string[] => contents.slice(0, count);

  it.each([
    [{ afterEvents: 0 }, 0],
    [{ afterEvents: 1 }, 0],
    [{ afterEvents: 2 }, 1],
    [{ afterEvents: 4 }, 3],
    [{ afterEvents: 99 }, 3],
    [{ afterCharacters: 0 }, 0],
    [{ afterCharacters: 4 }, 1],
    [{ afterCharacters: 5 }, 2],
    [{ afterCharacters: 99 }, 3],
    [{ afterEvents: 4, afterCharacters: 4 }, 1],
    [{}, 2],
  ])('%j', async (position, count) => {
    const cut = await postWithFault({ kind: 'truncated-stream', ...position });
    expect(readContents(cut.text)).toEqual(firstContents(count));
    const inserted = await postWithFault({ kind: 'quoted-done', ...position });
    expect(readContents(inserted.text.split('"[DONE]"')[0] ?? '')).toEqual(firstContents(count));
    expectComplete(inserted);
  });

  it('counts the characters of reasoning but not those of tool calls', async () => {
    const toolCalls = [{ name: 'look' }];
    await using emulator = await startOpenAiEmulator({
      faults: [{ kind: 'truncated-stream', afterCharacters: 6 }],
      rules: [{ when: 'hi', response: { reasoning: 'Hm, well', text: 'So', toolCalls } }],
    });
    const { text } = await post(emulator);
    expect(text).toContain('"reasoning_content":"well"');
    expect(text).not.toContain('"content":"So"');
  });
});

describe('styleFaults, eventFaults and faults of the headers', () => {
  it('crlf', async () => {
    const result = await postWithFault('crlf');
    expect(result.text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u);
    expectComplete(result);
  });

  it('cr', async () => {
    const result = await postWithFault('cr');
    expect(result.text).not.toContain('\n');
    expectComplete({ ...result, text: result.text.replaceAll('\r', '\n') });
  });

  it('mixed-line-endings', async () => {
    const result = await postWithFault('mixed-line-endings');
    expect(result.text).toMatch(/\}\n\rdata.*\}\r\n\ndata.*\}\r\r\ndata/u);
    expectComplete({ ...result, text: result.text.replaceAll(/\r\n|\r/gu, '\n') });
  });

  it('split-utf8', async () => {
    const { chunks, text } = await postWithFault('split-utf8', smile);
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBe(1);
    expect(text).toContain('Да 😀');
  });

  it('pings', async () => {
    const result = await postWithFault('pings');
    expect(result.text).toContain('\n\n: ping\n\n');
    expect(result.text).not.toContain('event: ping');
    expectComplete(result);
  });

  it('one-write', async () => {
    const result = await postWithFault('one-write');
    expect(result.chunks).toHaveLength(1);
    expectComplete(result);
  });

  it.each([
    ['bom', [0xef, 0xbb, 0xbf, 0x64]],
    ['double-bom', [0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf, 0x64]],
  ] as const)('%s', async (fault, bytes) => {
    const result = await postWithFault(fault);
    expect([...Buffer.concat(result.chunks).subarray(0, bytes.length)]).toEqual(bytes);
    expectComplete({ ...result, text: result.text.replaceAll('\uFEFF', '') });
  });

  it('multi-line-data', async () => {
    const result = await postWithFault('multi-line-data');
    expect(result.text).toMatch(/^data: {2}\{"id":"chatcmpl-[0-9a-f]+",\ndata:"object":/u);
    const text = result.text.replaceAll(',\ndata:', ',').replaceAll(/^data: */gmu, 'data: ');
    expectComplete({ ...result, text });
  });

  it('slow-drip', async () => {
    const startedAt = performance.now();
    const { chunks } = await postWithFault(
      { kind: 'slow-drip', intervalMs: 3 },
      { until: 'data: {"id"' },
    );
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(30);
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThan(4);
  });

  it('unusual-content-type and missing-content-type', async () => {
    const unusual = await postWithFault('unusual-content-type');
    expect(unusual.headers['content-type']).toBe('Text/Event-Stream;Charset=windows-1252');
    expectComplete(unusual);
    const missing = await postWithFault('missing-content-type');
    expect(missing.headers).not.toHaveProperty('content-type');
    expectComplete(missing);
    expect((await postWithFault('missing-content-type', nonStream)).headers).not.toHaveProperty(
      'content-type',
    );
  });

  it('content-length-long', async () => {
    const { text, headers, failure } = await postWithFault('content-length-long');
    expect(Number(headers['content-length'])).toBe(Buffer.byteLength(text) + 20);
    expect([readFinish(text), failure]).toEqual(['stop', 'ECONNRESET']);
  });

  it('content-length-short', async () => {
    const { text, headers } = await postWithFault('content-length-short');
    expect(Number(headers['content-length'])).toBe(Buffer.byteLength(text));
    expect([readContents(text), readFinish(text)]).toEqual([contents, undefined]);
  });
});

describe('encodings that the client did not accept', () => {
  it.each([
    ['gzip-encoding', 'gzip', gunzipSync],
    ['gzip-members', 'gzip', gunzipSync],
    ['brotli-encoding', 'br', brotliDecompressSync],
    ['zstd-encoding', 'zstd', zstdDecompressSync],
    [
      'stacked-encodings',
      'gzip, gzip, gzip, gzip, gzip, gzip',
      (bytes: Buffer) =>
        Array.from({ length: 6 }).reduce<Buffer>((body) => gunzipSync(body), bytes),
    ],
  ] as const)('%s', async (fault, encoding, unpack) => {
    const result = await postWithFault(fault);
    expect(result.headers['content-encoding']).toBe(encoding);
    const text = unpack(Buffer.concat(result.chunks)).toString();
    expectComplete({ ...result, text });
  });

  it('gzip-encoding without a stream', async () => {
    const { headers, chunks } = await postWithFault('gzip-encoding', nonStream);
    expect(headers).not.toHaveProperty('content-length');
    const body = JSON.parse(gunzipSync(Buffer.concat(chunks)).toString());
    expect(body.choices[0].message.content).toBe(responseText);
  });

  it.each([
    ['gzip-truncated', 'unexpected end of file'],
    ['gzip-corrupt', 'incorrect'],
  ] as const)('%s', async (fault, reason) => {
    const { headers, chunks, failure } = await postWithFault(fault);
    expect([headers['content-encoding'], failure]).toEqual(['gzip', undefined]);
    expect(() => gunzipSync(Buffer.concat(chunks))).toThrow(reason);
  });

  it('gzip-bomb', async () => {
    const { chunks } = await postWithFault({ kind: 'gzip-bomb', bytes: 4_000_000 });
    const packed = Buffer.concat(chunks);
    const unpacked = gunzipSync(packed);
    expect(packed.length).toBeLessThan(10_000);
    expect(unpacked.length).toBeGreaterThan(4_000_000);
    expect(readContents(unpacked.toString())).toEqual(contents);
  });
});

describe('faults without a stream', () => {
  it.each([
    ['empty-choices', []],
    ['missing-choices', undefined],
    ['null-choices', null],
  ] as const)('%s', async (fault, choices) => {
    expect(JSON.parse((await postWithFault(fault, nonStream)).text).choices).toEqual(choices);
  });

  it('malformed-body', async () => {
    const { status, headers, text, failure } = await postWithFault('malformed-body', nonStream);
    expect([status, headers['content-type'], failure]).toEqual([
      200,
      'application/json',
      undefined,
    ]);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  it('truncated-body', async () => {
    const { headers, text, failure } = await postWithFault('truncated-body', nonStream);
    expect(Number(headers['content-length'])).toBeGreaterThan(text.length);
    expect(failure).toBe('ECONNRESET');
  });
});
