import { gunzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { type HttpResponse, exchange } from '../../../test/exchange.ts';
import { readData } from '../../../test/read-events.ts';
import { listFaultNames } from '../../faults/fault-table.ts';
import type { OpenAiEmulatorOptions } from '../openai-options.ts';
import { startOpenAiEmulator } from '../start-openai-emulator.ts';
import { vendorErrorFaults } from './errors/vendor-error-faults.ts';
import type { OpenAiFault, OpenAiFaultName } from './openai-fault.ts';
import { waitFaults } from './wait-faults.ts';

const calls = [
  { name: 'look', arguments: { at: 'sky' } },
  { name: 'wait', arguments: { days: 2 } },
];

const nowMs = Date.UTC(2026, 10, 29, 12);

interface Settings extends OpenAiEmulatorOptions {
  readonly fault: OpenAiFault | OpenAiFaultName;
  readonly stream?: boolean;
  /** Aborts the request when the text contains it. */
  readonly until?: string;
}

/** Sends one request whose response is reasoning and text; two calls if the fault is one of tool calls. */
async function post({ fault, stream = true, until, ...options }: Settings): Promise<HttpResponse> {
  const kind = typeof fault === 'string' ? fault : fault.kind;
  const response = kind.startsWith('tool-')
    ? { toolCalls: calls }
    : { reasoning: 'Sky.', text: 'Teal it is.' };
  await using emulator = await startOpenAiEmulator({
    faults: [fault],
    rules: [{ when: /^/u, response }],
    now: () => nowMs,
    ...options,
  });
  const body = { model: 'm', stream, messages: [{ role: 'user', content: 'hi' }] };
  const usage = stream ? { stream_options: { include_usage: true } } : {};
  const result = await exchange(`${emulator.baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...body, ...usage }),
    ...(until === undefined ? {} : { until: (text) => text.includes(until) }),
  });
  expect(emulator.requests[0]?.fault).toBe(kind);
  return result;
}

interface Message {
  readonly content?: unknown;
  readonly reasoning_content?: string;
  readonly reasoning_details?: readonly { readonly id: string; readonly data: string }[];
  readonly tool_calls?: readonly {
    readonly index?: number | string;
    readonly id?: string;
    readonly type?: unknown;
    readonly function: { readonly name?: string; readonly arguments: unknown };
  }[];
}

interface Chunk {
  readonly object?: string;
  readonly choices?:
    | readonly {
        readonly delta?: Message;
        readonly message?: Message;
        readonly finish_reason?: string | null;
        readonly usage?: unknown;
      }[]
    | null;
  readonly usage?: Readonly<Record<string, unknown>> | null;
  readonly x_groq?: { readonly usage: unknown };
}

function readChunks(text: string): readonly Chunk[] {
  return readData(text)
    .filter((data) => data.startsWith('{'))
    .map((data) => JSON.parse(data));
}

function readDeltas(text: string): readonly Message[] {
  return readChunks(text)
    .flatMap(({ choices }) => choices ?? [])
    .flatMap(({ delta = {} }) => delta);
}

/** Returns the joined texts of the deltas. */
function readText(text: string): string {
  return readDeltas(text)
    .map(({ content }) => (typeof content === 'string' ? content : ''))
    .join('');
}

function readFinishes(text: string): readonly unknown[] {
  return readChunks(text)
    .flatMap(({ choices }) => choices ?? [])
    .map(({ finish_reason: reason }) => reason)
    .filter((reason) => reason !== null);
}

function readUsages(text: string): readonly unknown[] {
  return readChunks(text).flatMap(({ usage }) => usage ?? []);
}

const usage = { prompt_tokens: 1, completion_tokens: 4, total_tokens: 5 };

describe('finishFaults', () => {
  it.each([
    ['disconnect-after-finish', 'ECONNRESET'],
    ['reset-after-finish', 'ECONNRESET'],
  ] as const)('%s', async (fault, failure) => {
    const result = await post({ fault });
    expect([readText(result.text), readFinishes(result.text), result.failure]).toEqual([
      'Teal it is.',
      ['stop'],
      failure,
    ]);
    expect(result.text).not.toContain('[DONE]');
  });

  it('open-after-finish and pings-after-finish', async () => {
    const open = await post({ fault: 'open-after-finish', until: '"stop"' });
    expect(open.text).toMatch(/"finish_reason":"stop"\}\],"usage":null\}\n\n$/u);
    const fault = { kind: 'pings-after-finish', intervalMs: 1 } as const;
    const { text } = await post({ fault, until: ': still here\n\n'.repeat(3) });
    expect(text).toMatch(/"finish_reason":"stop"\}\],"usage":null\}\n\n(: still here\n\n){3,}$/u);
  });

  it.each([
    ['finish-twice', /"stop"\}\],"usage":null\}\n\ndata: \{.*"finish_reason":"stop"/u],
    ['null-choices-after-finish', /"stop"\}\],"usage":null\}\n\ndata: \{.*"choices":null/u],
    ['error-after-finish', /"stop"\}\],"usage":null\}\n\ndata: \{"error":\{"message"/u],
    ['junk-after-finish', /"stop"\}\],"usage":null\}\n\ndata: <junk>\n\n/u],
  ] as const)('%s', async (fault, part) => {
    const { text, failure } = await post({ fault });
    expect([readText(text), failure]).toEqual(['Teal it is.', undefined]);
    expect(text).toMatch(part);
    expect(readData(text).at(-1)).toBe('[DONE]');
    expect(readUsages(text)).toMatchObject([usage]);
  });

  it('finish-reasons-empty', async () => {
    const { text, failure } = await post({ fault: 'finish-reasons-empty' });
    expect([readText(text), new Set(readFinishes(text)), failure]).toEqual([
      'Teal it is.',
      new Set(['']),
      undefined,
    ]);
    expect(text).not.toContain('[DONE]');
  });
});

describe('repetitionFaults', () => {
  it('message-at-end', async () => {
    const { text } = await post({ fault: 'message-at-end' });
    expect(readText(text)).toBe('Teal it is.');
    expect(readChunks(text).at(-1)).toMatchObject({
      object: 'chat.completion',
      choices: [
        {
          message: { role: 'assistant', content: 'Teal it is.', reasoning_content: 'Sky.' },
          finish_reason: 'stop',
        },
      ],
      usage,
    });
  });

  it('delta-at-end', async () => {
    const { text } = await post({ fault: 'delta-at-end' });
    expect(readText(text)).toBe('Teal it is.Teal it is.');
    expect(readFinishes(text)).toEqual(['stop']);
    expect(readData(text).at(-1)).toBe('[DONE]');
  });

  it('delta-at-end with tool calls repeats them with their indexes', async () => {
    const options = { rules: [{ when: /^/u, response: { toolCalls: calls } }] };
    const { text } = await post({ fault: 'delta-at-end', ...options });
    expect(readDeltas(text).at(-1)?.tool_calls).toMatchObject([
      { index: 0, function: { name: 'look', arguments: '{"at":"sky"}' } },
      { index: 1, function: { name: 'wait', arguments: '{"days":2}' } },
    ]);
  });

  it('message-in-every-chunk', async () => {
    const { text } = await post({ fault: 'message-in-every-chunk' });
    expect(readText(text)).toBe('Teal it is.');
    const messages = readChunks(text).flatMap(
      ({ choices }) => choices?.map(({ message }) => message) ?? [],
    );
    expect(messages.map((message) => message?.content)).toEqual([
      '',
      '',
      'Teal',
      'Teal it ',
      'Teal it is.',
      'Teal it is.',
    ]);
    expect(messages.at(-1)?.reasoning_content).toBe('Sky.');
  });
});

describe('usageFaults', () => {
  it('usage-in-every-chunk counts up', async () => {
    const { text } = await post({ fault: 'usage-in-every-chunk' });
    const counts = readChunks(text).map((chunk) => chunk.usage?.['completion_tokens']);
    expect(counts).toEqual([0, 1, 2, 3, 4, 4]);
  });

  it.each([
    ['usage-then-empty', [usage, {}]],
    ['usage-then-zero', [usage, { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }]],
    ['usage-without-choices', [usage]],
    ['usage-reasoning-in-total', [{ prompt_tokens: 1, completion_tokens: 3, total_tokens: 5 }]],
    ['usage-in-choice', []],
    ['usage-in-extension', []],
  ] as const)('%s', async (fault, usages) => {
    const { text } = await post({ fault });
    expect([readText(text), readFinishes(text)]).toEqual(['Teal it is.', ['stop']]);
    expect(readUsages(text)).toMatchObject(usages);
    expect(readData(text).at(-1)).toBe('[DONE]');
  });

  it('puts the usage of vendors into other fields', async () => {
    const { text } = await post({ fault: 'usage-in-choice' });
    expect(readChunks(text).at(-1)?.choices?.[0]?.usage).toMatchObject(usage);
    const extension = await post({ fault: 'usage-in-extension' });
    expect(readChunks(extension.text).at(-1)?.x_groq?.usage).toMatchObject(usage);
    const bare = await post({ fault: 'usage-without-choices' });
    expect(readChunks(bare.text).at(-1)).not.toHaveProperty('choices');
  });
});

describe('contentFaults and insertionFaults', () => {
  it('error-before-text sends the selected error', async () => {
    const fault = { kind: 'error-before-text', error: 'quota-exhausted' } as const;
    expect((await post({ fault })).text).toContain('"code":"insufficient_quota"');
    const later = { kind: 'error-after-text', error: 'context-length-exceeded' } as const;
    expect((await post({ fault: later })).text).toContain('"code":"context_length_exceeded"');
  });

  it.each([
    ['error-field', /\n\nerror: \{"message":"The server had.*\}\n\ndata: \[DONE\]\n\n$/u],
    ['error-text', /\n\ndata: error: The engine is .*\n\ndata: \[DONE\]\n\n$/u],
  ] as const)('%s', async (fault, end) => {
    const { text } = await post({ fault });
    expect(readDeltas(text)).not.toEqual([]);
    expect(readFinishes(text)).toEqual([]);
    expect(text).toMatch(end);
  });

  it('filter-chunks', async () => {
    const { text } = await post({ fault: 'filter-chunks' });
    const chunks = readChunks(text);
    expect(chunks[0]).toMatchObject({ id: '', choices: [], prompt_filter_results: [{}] });
    const last = chunks.at(-2)?.choices?.[0];
    expect([last, last?.delta]).toEqual([
      expect.objectContaining({ content_filter_offsets: {} }),
      undefined,
    ]);
    expect(readText(text)).toBe('Teal it is.');
  });

  it('large-image', async () => {
    const { text } = await post({ fault: { kind: 'large-image', bytes: 3 } });
    expect(text).toContain('{"url":"data:image/png;base64,BwcH"}');
    expect((await post({ fault: 'large-image' })).text.length).toBeGreaterThan(1_600_000);
  });
});

describe('framingFaults', () => {
  it.each([
    ['data-unspaced', /^data:\{.*\}\n\ndata:\{[^]*\n\ndata:\[DONE\]\n\n$/u],
    ['data-prefix-twice', /^data: data: \{.*\}\n\ndata: data: \{[^]*data: data: \[DONE\]\n\n$/u],
    ['event-line-apart', /^event: message\n\ndata: \{.*\}\n\nevent: message\n\ndata: \{/u],
    ['empty-lines-missing', /^data: \{.*\}\ndata: \{[^]*\}\ndata: \[DONE\]\n\n$/u],
  ] as const)('%s', async (fault, form) => {
    const { text } = await post({ fault });
    expect(text).toMatch(form);
    expect(text.match(/"content":"/gu)).toHaveLength(4);
  });

  it('uses the line endings of the stream', async () => {
    const { text } = await post({ fault: 'data-unspaced', lineEnding: 'crlf' });
    expect(text).toMatch(/^data:\{.*\}\r\n\r\ndata:/u);
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('wrong-content-type', async () => {
    expect((await post({ fault: 'wrong-content-type' })).headers['content-type']).toBe(
      'application/json',
    );
    const fault = { kind: 'wrong-content-type', contentType: 'text/plain' } as const;
    const { headers, text } = await post({ fault });
    expect([headers['content-type'], readText(text)]).toEqual(['text/plain', 'Teal it is.']);
  });
});

describe('reasoningFaults', () => {
  async function postBoth(fault: OpenAiFaultName): Promise<readonly unknown[]> {
    const { text } = await post({ fault });
    const body = JSON.parse((await post({ fault, stream: false })).text);
    return [
      readText(text),
      body.choices[0].message.content,
      text.includes('reasoning_content'),
      body.choices[0].finish_reason,
      body.usage.completion_tokens_details.reasoning_tokens,
    ];
  }

  it.each([
    ['reasoning-think-tags', '<think>\nSky.\n</think>\n\nTeal it is.', 'stop', 0],
    ['reasoning-think-unopened', 'Sky.\n</think>\n\nTeal it is.', 'stop', 0],
    ['reasoning-hidden', 'Teal it is.', 'stop', 1],
    ['reasoning-only', '', 'length', 1],
  ] as const)('%s', async (fault, content, finish, tokens) => {
    expect(await postBoth(fault)).toEqual([content, content, false, finish, tokens]);
  });

  it('reasoning-parts', async () => {
    const part = { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Sky.' }] };
    const contents = readDeltas((await post({ fault: 'reasoning-parts' })).text).flatMap(
      ({ content }) => (Array.isArray(content) ? content : []),
    );
    expect(contents).toEqual([
      part,
      ...['Teal', ' it ', 'is.'].map((text) => ({ type: 'text', text })),
    ]);
    const body = JSON.parse((await post({ fault: 'reasoning-parts', stream: false })).text);
    expect(body.choices[0].message.content).toEqual([part, { type: 'text', text: 'Teal it is.' }]);
  });

  it('generates reasoning if the response has none', async () => {
    const rules = [{ when: /^/u, response: 'Teal.' }];
    const { text } = await post({ fault: 'reasoning-think-unopened', rules });
    expect(readText(text)).toBe('The user wrote: hi\n</think>\n\nTeal.');
  });
});

describe('toolCallFaults', () => {
  function readCalls(text: string): NonNullable<Message['tool_calls']> {
    return readDeltas(text).flatMap(({ tool_calls: deltas = [] }) => deltas);
  }

  it('tool-arguments-object, with arguments that are not JSON as text', async () => {
    const { text } = await post({ fault: 'tool-arguments-object' });
    expect(readCalls(text).map((call) => call.function.arguments)).toEqual([
      { at: 'sky' },
      { days: 2 },
    ]);
    const toolCalls = [{ name: 'look', arguments: '{"a' }, { name: 'wait' }];
    const rules = [{ when: /^/u, response: { toolCalls } }];
    const body = await post({ fault: 'tool-arguments-object', stream: false, rules });
    expect(
      JSON.parse(body.text).choices[0].message.tool_calls.map(
        (call: { function: { arguments: unknown } }) => call.function.arguments,
      ),
    ).toEqual(['{"a', {}]);
  });

  it('tool-arguments-list', async () => {
    const { text } = await post({ fault: 'tool-arguments-list' });
    expect(readCalls(text).map((call) => call.function.arguments)).toEqual([[], []]);
  });

  it('tool-finish-stop', async () => {
    const { text } = await post({ fault: 'tool-finish-stop' });
    expect([readCalls(text).length > 2, readFinishes(text)]).toEqual([true, ['stop']]);
  });

  it('tool-index-text, tool-names-in-every-chunk and tool-type-null', async () => {
    const texts = readCalls((await post({ fault: 'tool-index-text' })).text);
    expect(new Set(texts.map(({ index }) => index))).toEqual(new Set(['0', '1']));
    const named = readCalls((await post({ fault: 'tool-names-in-every-chunk' })).text);
    expect(named.map((call) => call.function.name).join(' ')).toMatch(/^(look ){3,}wait( wait)+$/u);
    const untyped = readCalls((await post({ fault: 'tool-type-null' })).text);
    expect(new Set(untyped.map(({ type }) => type))).toEqual(new Set([null]));
    for (const deltas of [texts, named, untyped]) {
      expect(deltas.map((call) => call.function.arguments).join('')).toBe('{"at":"sky"}{"days":2}');
    }
  });

  it('tool-index-growing', async () => {
    const deltas = readCalls((await post({ fault: 'tool-index-growing' })).text);
    expect(deltas.map(({ index }) => index)).toEqual(deltas.map((_, index) => index));
    expect(deltas.filter(({ id }) => id !== undefined).map((call) => call.function.name)).toEqual([
      'look',
      'wait',
    ]);
  });

  it('tool-arguments-placeholder', async () => {
    const deltas = readCalls((await post({ fault: 'tool-arguments-placeholder' })).text);
    const first = deltas.filter(({ index }) => index === 0);
    expect(first.map((call) => call.function.arguments).join('')).toBe('{}{"at":"sky"}');
    expect(first[0]).toMatchObject({ id: expect.any(String), function: { arguments: '{}' } });
  });

  it('tool-reasoning-encrypted', async () => {
    const deltas = readDeltas((await post({ fault: 'tool-reasoning-encrypted' })).text);
    const first = deltas.filter((delta) => delta.reasoning_details !== undefined);
    expect(first).toMatchObject(
      first.map(({ tool_calls: [call] = [] }) => ({
        reasoning_details: [{ type: 'reasoning.encrypted', id: call?.id }],
      })),
    );
    expect(first).toHaveLength(2);
  });
});

describe('vendorErrorFaults', () => {
  const expected: Readonly<Record<keyof typeof vendorErrorFaults, readonly [number, string]>> = {
    'account-overdue': [400, '"code":"Arrearage"'],
    'inspection-failed': [400, '"code":"data_inspection_failed"'],
    'guidelines-violated': [403, '"error":"Content violates'],
    'key-expired': [400, '"reason":"API_KEY_INVALID"'],
    'model-not-supported': [400, '"code":"model_not_supported"'],
    'tools-not-supported': [404, 'support tool use'],
    'token-limit-exceeded': [400, 'exceeded model token limit'],
    'unsupported-parameter': [400, '"param":"temperature","code":"unsupported_value"'],
    'parameter-forbidden': [422, '"loc":["body","stream_options"]'],
    'string-too-long': [400, '"param":"messages[2].tool_calls[0].id"'],
  };

  it.each(listFaultNames(vendorErrorFaults))('%s', async (fault) => {
    for (const stream of [true, false]) {
      const { status, headers, text } = await post({ fault, stream });
      expect([status, text]).toEqual([
        expected[fault][0],
        expect.stringContaining(expected[fault][1]),
      ]);
      expect(headers['content-type']).toBe('application/json');
    }
  });

  it.each(['unsupported-parameter', 'parameter-forbidden', 'string-too-long'] as const)(
    '%s names the parameter',
    async (kind) => {
      expect((await post({ fault: { kind, parameter: 'seed' } })).text).toContain('"seed"');
    },
  );
});

describe('waitFaults', () => {
  const resetAt = String(nowMs + 3000);
  const expected: Readonly<Record<keyof typeof waitFaults, readonly [object, string]>> = {
    'rate-limit-retry-date': [{ 'retry-after': 'Sun, 29 Nov 2026 12:00:03 GMT' }, ''],
    'rate-limit-reset-time': [
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': resetAt },
      '"code":429',
    ],
    'rate-limit-reset-in-body': [{}, `"X-RateLimit-Reset":"${resetAt}"`],
    'rate-limit-reset-duration': [{ 'x-ratelimit-reset-requests': '3s' }, ''],
    'rate-limit-retry-info': [{}, '"retryDelay":"3s"'],
  };

  it.each(listFaultNames(waitFaults))('%s', async (kind) => {
    const { status, headers, text } = await post({ fault: { kind, waitMs: 3000 } });
    expect(status).toBe(429);
    expect(headers).toMatchObject(expected[kind][0]);
    expect(text).toContain(expected[kind][1]);
  });
});

describe('errorBodyFaults', () => {
  it('error-gzip', async () => {
    const fault = { kind: 'error-gzip', error: 'rate-limit', seconds: 30 } as const;
    const { status, headers, chunks } = await post({ fault });
    expect([status, headers['content-encoding'], headers['retry-after']]).toEqual([
      429,
      'gzip',
      '30',
    ]);
    expect(gunzipSync(Buffer.concat(chunks)).toString()).toContain('"code":"rate_limit_exceeded"');
  });

  it('error-truncated', async () => {
    const { status, headers, text, failure } = await post({ fault: 'error-truncated' });
    expect([status, headers, failure]).toEqual([
      500,
      expect.not.objectContaining({ 'retry-after': expect.anything() }),
      'ECONNRESET',
    ]);
    expect(text).toMatch(/^\{"error":\{"message":"The server[^}]*$/u);
  });

  it('error-stalled', async () => {
    const fault = { kind: 'error-stalled', error: 'overloaded' } as const;
    const { status, text } = await post({ fault, until: 'engine' });
    expect([status, text]).toEqual([503, expect.stringMatching(/^\{"error":/u)]);
  });

  it('error-endless', async () => {
    const fault = { kind: 'error-endless', error: 'rate-limit', seconds: 9 } as const;
    const { status, headers, text } = await post({ fault, until: 'x'.repeat(200_000) });
    expect([status, headers['retry-after']]).toEqual([429, '9']);
    expect(text).toMatch(/^\{"error":\{[^}]*"code":"rate_limit_exceeded"\},"request":"x+$/u);
  });

  it('error-oversized', async () => {
    const fault = { kind: 'error-oversized', error: 'context-length-exceeded' } as const;
    const { status, text } = await post({ fault });
    expect([status, text.length > 80_000]).toEqual([400, true]);
    expect(JSON.parse(text).error.code).toBe('context_length_exceeded');
    expect((await post({ fault: { ...fault, bytes: 1 } })).text.length).toBeLessThan(1000);
  });

  it('error-as-event-stream', async () => {
    const kind = 'error-as-event-stream';
    const key = await post({ fault: { kind, error: 'invalid-key' } });
    expect([key.status, key.headers['content-type']]).toEqual([401, 'text/event-stream']);
    const { status, text } = await post({ fault: { kind, status: 200 } });
    expect([status, JSON.parse(text).error.type]).toEqual([200, 'server_error']);
  });
});
