import { readdirSync } from 'node:fs';

import { createUnderstudy, isProviderError, modelRef } from '@understudy/core';
import type {
  ChatEvent,
  ChatRequest,
  ChatResponse,
  Message,
  ProviderDefinition,
  ProviderError,
  Timeouts,
  ToolResultPart,
} from '@understudy/core';
import { startOpenAiEmulator } from '@understudy/emulator';
import type {
  EmulatedResponse,
  OpenAiEmulator,
  OpenAiEmulatorOptions,
  OpenAiFault,
  OpenAiFaultName,
  OpenAiRejectedForm,
} from '@understudy/emulator';
import { expect, it } from 'vitest';

import { deepseek, mistral, ollama, openai, openrouter, perplexity } from '../src/index.ts';
import type { Quirks, VendorOptions } from '../src/index.ts';

type Preset = (options: VendorOptions & { readonly id: string }) => ProviderDefinition;

/** A reported case as a fault of the emulator, and the outcome that a user expects. */
interface Row {
  /** Undefined if the emulator only rejects other forms of the request. */
  readonly fault?: OpenAiFault | OpenAiFaultName;
  readonly emulator?: OpenAiEmulatorOptions;
  /** What the model responds. @defaultValue the text `Teal.` */
  readonly response?: EmulatedResponse;
  /** @defaultValue openai */
  readonly preset?: Preset;
  readonly quirks?: Quirks;
  readonly request?: Partial<ChatRequest>;
  readonly timeouts?: Partial<Timeouts>;
  readonly expected: object;
}

const text = 'Teal.';
const complete = { text, finish: 'stop', requests: 1 };
const usage = { inputTokens: 3, outputTokens: 2 };

const calls = [
  { name: 'look', arguments: { city: 'Paris' } },
  { name: 'date', arguments: {} },
];
const sentCalls = [
  { name: 'look', argumentsText: '{"city":"Paris"}' },
  { name: 'date', argumentsText: '{}' },
];
const withCalls = { response: { text, toolCalls: calls } };
const completeCalls = { toolCalls: sentCalls, finish: 'tool-calls', requests: 1 };

const reasoned = { text, reasoning: 'They want a color.' };
const reasoningTokens = 5;

const usageGrace = { timeouts: { usageGraceMs: 50, idleMs: 1500, totalMs: 5000 } };

function createConversation({
  id = 'c1',
  argumentsText = '{}',
}: {
  readonly id?: string;
  readonly argumentsText?: string;
}): Pick<ChatRequest, 'messages'> {
  const result = { type: 'tool-result', toolCallId: id, name: 'f', output: 'sun' } as const;
  return {
    messages: [
      { role: 'user', content: 'Weather?' },
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'hm' },
          { type: 'tool-call', id, name: 'f', argumentsText },
        ],
      },
      { role: 'tool', content: [result] },
    ],
  };
}

function createTools(inputSchema: object): Pick<ChatRequest, 'tools'> {
  return { tools: [{ name: 'f', inputSchema: { ...inputSchema } }] };
}

function failed(code: string, details: object = {}): object {
  return { error: { code, ...details }, requests: 1 };
}

const callsWithDetails: Row = {
  fault: 'tool-reasoning-encrypted',
  emulator: { rejects: ['missing-reasoning-details'] },
  preset: openrouter,
  ...withCalls,
  expected: completeCalls,
};

/** By the name of the case in `vendor-cases`. */
const rows: Readonly<Record<string, Row>> = {
  // A: after the finish reason the response is complete.
  'end-then-choices-null': { fault: 'null-choices-after-finish', expected: { ...complete, usage } },
  'end-then-odd-marker': { fault: 'done-as-json', expected: { ...complete, usage } },
  'end-then-silence': { fault: 'open-after-finish', ...usageGrace, expected: complete },

  // B: a chunk without information is a keep-alive.
  'azure-filter-chunks': { fault: 'filter-chunks', expected: complete },
  'choices-null-first': {
    fault: { kind: 'null-choices', afterEvents: 0 },
    expected: complete,
  },
  'comment-as-data': { fault: { kind: 'comment-as-data', afterEvents: 0 }, expected: complete },
  'named-events': { fault: { kind: 'unknown-events', afterEvents: 0 }, expected: complete },
  'usage-without-choices': { fault: 'usage-without-choices', expected: { ...complete, usage } },

  // C: no output is repeated.
  'last-chunk-tells-all-again': { fault: 'message-at-end', expected: { ...complete, usage } },
  'message-beside-delta': { fault: 'message-in-every-chunk', expected: complete },

  // D: a piece of a tool call belongs to its call.
  'arguments-as-empty-list': {
    fault: 'tool-arguments-list',
    response: { toolCalls: [{ name: 'date' }, { name: 'time' }] },
    expected: {
      toolCalls: [
        { name: 'date', argumentsText: '{}' },
        { name: 'time', argumentsText: '{}' },
      ],
      finish: 'tool-calls',
    },
  },
  'arguments-as-object': { fault: 'tool-arguments-object', ...withCalls, expected: completeCalls },
  'call-begins-with-empty-object': {
    fault: 'tool-arguments-placeholder',
    ...withCalls,
    expected: completeCalls,
  },
  'call-cut-by-length': {
    fault: { kind: 'max-tokens', afterCharacters: 4 },
    response: { toolCalls: calls },
    expected: { toolCalls: [{ name: 'look', argumentsText: '{"ci' }], finish: 'length' },
  },
  'call-without-arguments': {
    fault: 'tool-arguments-empty',
    ...withCalls,
    expected: {
      toolCalls: sentCalls.map(({ name }) => ({ name, argumentsText: '{}' })),
      finish: 'tool-calls',
    },
  },
  'calls-interleaved': { fault: 'tool-calls-interleaved', ...withCalls, expected: completeCalls },
  'calls-without-index': { fault: 'tool-index-missing', ...withCalls, expected: completeCalls },
  'index-grows-with-each-piece': {
    fault: 'tool-index-growing',
    ...withCalls,
    expected: completeCalls,
  },

  // E: an error may take any form inside a stream.
  'bare-answer-in-event-stream': {
    fault: { kind: 'json-response', contentType: 'text/event-stream' },
    expected: complete,
  },
  'bare-error-in-event-stream': {
    fault: { kind: 'error-as-event-stream', error: 'context-length-exceeded', status: 200 },
    expected: failed('context-length-exceeded'),
  },
  'cut-without-finish': {
    fault: { kind: 'truncated-stream', afterCharacters: text.length },
    expected: failed('stream-truncated', { partialText: text }),
  },
  'done-without-reason': { fault: 'missing-finish-reason', expected: { text, finish: 'other' } },
  'empty-event-stream': { fault: 'empty-stream', expected: failed('stream-truncated') },
  'error-as-words-in-data': {
    fault: { kind: 'error-text', afterCharacters: 2 },
    expected: failed('overloaded', { partialText: 'Te' }),
  },
  'error-envelope': {
    fault: { kind: 'error-before-text', error: 'quota-exhausted' },
    expected: failed('quota-exhausted'),
  },
  'error-field-then-done': {
    fault: { kind: 'error-field', error: 'context-length-exceeded', afterCharacters: 0 },
    expected: failed('context-length-exceeded'),
  },
  'refusal-labelled-event-stream': {
    fault: { kind: 'error-as-event-stream', error: 'invalid-key', status: 400 },
    expected: failed('authentication-failed', { status: 400 }),
  },

  // F: the content type and the framing are hints.
  'data-twice': { fault: 'data-prefix-twice', expected: complete },
  'empty-finish-reasons': {
    fault: 'finish-reasons-empty',
    expected: failed('stream-truncated', { partialText: text }),
  },
  'event-line-apart': { fault: 'event-line-apart', expected: complete },
  'json-over-lines': { fault: 'multi-line-data', expected: complete },
  'no-blank-and-crlf': {
    fault: 'data-unspaced',
    emulator: { lineEnding: 'crlf', bytesPerWrite: 7 },
    expected: complete,
  },
  'one-line-break-between-events': { fault: 'empty-lines-missing', expected: complete },
  'stream-labelled-json': { fault: 'wrong-content-type', expected: complete },
  'stream-labelled-json-unasked': {
    fault: { kind: 'stream-response', contentType: 'application/json' },
    quirks: { streams: false },
    expected: complete,
  },
  'stream-unasked': {
    fault: 'stream-response',
    quirks: { streams: false },
    expected: complete,
  },

  // G: the status and the headers of an error response are known before its body.
  'key-refusal-in-gzip': {
    fault: { kind: 'error-gzip', error: 'invalid-key' },
    expected: failed('authentication-failed', { status: 401 }),
  },
  'refusal-in-gzip': {
    fault: { kind: 'error-gzip', error: 'rate-limit', seconds: 30 },
    expected: failed('rate-limited', { status: 429, retryAfterMs: 30_000 }),
  },
  'refusal-too-long': {
    fault: { kind: 'error-oversized', error: 'context-length-exceeded' },
    expected: failed('context-length-exceeded', { status: 400 }),
  },

  // H: the meaning of an error response.
  'content-refused-dashscope': { fault: 'inspection-failed', expected: failed('content-filtered') },
  'content-refused-xai': {
    fault: 'guidelines-violated',
    expected: failed('content-filtered', { status: 403 }),
  },
  'field-refused-is-named': {
    fault: 'unsupported-parameter',
    request: { temperature: 0.2 },
    expected: failed('unsupported-parameter', { message: expect.stringContaining('temperature') }),
  },
  'field-refused-is-named-loc': {
    fault: 'parameter-forbidden',
    expected: failed('unsupported-parameter', {
      status: 422,
      message: expect.stringContaining('stream_options'),
    }),
  },
  'key-expired-gemini': {
    fault: 'key-expired',
    expected: failed('authentication-failed', { status: 400 }),
  },
  'long-id-is-no-long-prompt': {
    fault: 'string-too-long',
    expected: failed('invalid-request', {
      message: expect.stringContaining('messages[2].tool_calls[0].id'),
    }),
  },
  'model-not-supported': { fault: 'model-not-supported', expected: failed('model-not-found') },
  'no-credit-dashscope': { fault: 'account-overdue', expected: failed('quota-exhausted') },
  'too-long-kimi': {
    fault: 'token-limit-exceeded',
    expected: failed('context-length-exceeded'),
  },
  'too-long-with-code': {
    fault: 'context-length-exceeded',
    expected: failed('context-length-exceeded'),
  },
  'tools-not-supported-openrouter': {
    fault: 'tools-not-supported',
    request: createTools({ type: 'object', properties: {} }),
    expected: failed('unsupported-feature'),
  },

  // I: waits have many forms.
  'wait-in-reset-header': {
    fault: { kind: 'rate-limit-reset-time', waitMs: 20_000 },
    expected: failed('rate-limited', { retryAfterMs: expect.closeTo(20_000, -4) }),
  },

  // J: reasoning is separated, and sent back.
  'budget-spent-on-reasoning': {
    fault: 'reasoning-only',
    response: reasoned,
    expected: {
      text: '',
      finish: 'length',
      usage: { inputTokens: 3, outputTokens: reasoningTokens, reasoningTokens },
    },
  },
  'parts-with-reasoning': {
    fault: 'reasoning-parts',
    response: reasoned,
    expected: { ...complete, ...reasoned },
  },
  // A test below sends the details back.
  'reasoning-details-go-back': callsWithDetails,
  'reasoning-goes-back': {
    emulator: { rejects: ['missing-reasoning'] },
    quirks: { reasoningField: 'reasoning_content' },
    request: createConversation({}),
    expected: complete,
  },
  'think-without-opening': {
    fault: 'reasoning-think-unopened',
    response: reasoned,
    quirks: { thinkTags: true },
    expected: { ...complete, text, reasoning: expect.stringContaining(reasoned.reasoning) },
  },

  // K: the best counts that were reported.
  'usage-in-each-chunk': { fault: 'usage-in-every-chunk', expected: { ...complete, usage } },
  'usage-then-empty': { fault: 'usage-then-empty', expected: { ...complete, usage } },
  'usage-total-holds-thoughts': {
    fault: 'usage-reasoning-in-total',
    response: reasoned,
    expected: { ...complete, usage: { inputTokens: 3, outputTokens: reasoningTokens + 2 } },
  },

  // L: a form of a request that some vendor rejects is not sent.
  'content-of-a-turn-with-calls-only': {
    emulator: { rejects: ['null-content'] },
    preset: ollama,
    request: createConversation({}),
    expected: complete,
  },
  'half-a-character-in-a-prompt': {
    emulator: { rejects: ['lone-surrogates'] },
    request: { messages: [{ role: 'user', content: 'cut \uD83D here' }] },
    expected: complete,
  },
  'tool-without-properties': {
    emulator: { rejects: ['schema-without-properties'] },
    request: createTools({ type: 'object' }),
    expected: complete,
  },

  // M: bounds fit what vendors send.
  'image-in-one-event': {
    fault: { kind: 'large-image', bytes: 1_200_000 },
    preset: openrouter,
    expected: { ...complete, files: [{ mediaType: 'image/png', length: 1_600_000 }] },
  },
};

interface Outcome {
  readonly events: readonly ChatEvent[];
  readonly response?: ChatResponse;
  readonly error?: ProviderError;
}

/** Sends one chat, without retries. */
async function chat(row: Row, emulator: OpenAiEmulator, messages?: Message[]): Promise<Outcome> {
  const { preset = openai, quirks = {}, timeouts, request } = row;
  const provider = preset({ id: 'server', apiKey: 'test', baseUrl: emulator.baseUrl, quirks });
  await using understudy = createUnderstudy({
    providers: [provider],
    retry: { maxRetries: 0 },
    ...(timeouts && { timeouts }),
  });
  const stream = understudy.chat({
    messages: messages ?? [{ role: 'user', content: 'Name a color' }],
    ...(messages ? {} : request),
    model: modelRef('server/m'),
  });
  const events: ChatEvent[] = [];
  try {
    for await (const event of stream) events.push(event);
    return { events, response: await stream.response() };
  } catch (error) {
    if (!isProviderError(error)) throw error;
    return { events, error };
  }
}

/** The fields of an outcome that rows compare. */
function describeOutcome({ response, error }: Outcome, emulator: OpenAiEmulator): object {
  const requests = emulator.requests.length;
  if (!response) return { error, requests };
  return {
    text: response.text,
    reasoning: response.reasoning,
    toolCalls: response.toolCalls.map(({ name, argumentsText }) => ({ name, argumentsText })),
    files: response.files.map(({ mediaType, data }) => ({
      mediaType,
      length: data.type === 'base64' ? data.base64.length : 0,
    })),
    usage: response.usage,
    finish: response.finishReason,
    requests,
  };
}

function createResults(response: ChatResponse | undefined): Message[] {
  if (!response) throw new Error('expected a response, received an error');
  const { message, toolCalls } = response;
  const results = toolCalls.map(({ id, name }): ToolResultPart => ({
    type: 'tool-result',
    toolCallId: id,
    name,
    output: 'done',
  }));
  return [{ role: 'user', content: 'Name a color' }, message, { role: 'tool', content: results }];
}

function start({ fault, emulator, response = { text } }: Row): Promise<OpenAiEmulator> {
  return startOpenAiEmulator({
    rules: [{ when: /^/u, response }],
    faults: fault === undefined ? [] : [fault],
    charactersPerChunk: 2,
    ...emulator,
  });
}

it.each(Object.entries(rows))('%s', async (_, row) => {
  await using emulator = await start(row);
  const outcome = await chat(row, emulator);
  expect(describeOutcome(outcome, emulator)).toMatchObject(row.expected);
  const kind = typeof row.fault === 'object' ? row.fault.kind : row.fault;
  expect(emulator.requests[0]?.fault).toBe(kind);
});

it('sends the reasoning details of the response back with the results of its calls', async () => {
  await using emulator = await start(callsWithDetails);
  const { response } = await chat(callsWithDetails, emulator);
  const next = await chat(callsWithDetails, emulator, createResults(response));
  expect(describeOutcome(next, emulator)).toMatchObject({ text, finish: 'stop', requests: 2 });
});

/** Only a response contains reasoning details. The test above sends them back. */
type RequestForm = Exclude<OpenAiRejectedForm, 'missing-reasoning-details'>;

/**
 * For each form of requests that some vendor rejects, the preset of a vendor and a request that could have the form.
 */
const forms: Readonly<Record<RequestForm, Omit<Row, 'expected'>>> = {
  'lone-surrogates': { request: { messages: [{ role: 'user', content: 'half \uDE00' }] } },
  'schema-without-properties': { request: createTools({}) },
  'long-tool-call-ids': { request: createConversation({ id: 'c'.repeat(70) }) },
  'invalid-tool-arguments': { request: createConversation({ argumentsText: '{"ci' }) },
  'null-content': { preset: ollama, request: createConversation({}) },
  'empty-content': { quirks: { callOnlyContent: 'omitted' }, request: createConversation({}) },
  'missing-reasoning': { preset: deepseek, request: createConversation({}) },
  'text-parts': {
    preset: deepseek,
    request: {
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Name' },
            { type: 'text', text: 'a color' },
          ],
        },
      ],
    },
  },
  'repeated-roles': {
    preset: perplexity,
    request: {
      messages: [
        { role: 'user', content: 'Hello' },
        { role: 'user', content: 'Name a color' },
      ],
    },
  },
  'stream-options': { preset: mistral },
};

it.each(Object.entries(forms))('sends no request that has the form %s', async (name, row) => {
  const rejects = Object.keys(forms).filter((form): form is RequestForm => form === name);
  await using emulator = await start({ ...row, emulator: { rejects }, expected: complete });
  const outcome = await chat({ ...row, expected: complete }, emulator);
  expect(rejects).toEqual([name]);
  expect(describeOutcome(outcome, emulator)).toMatchObject(complete);
});

it('has a row for each reported case', () => {
  const files = readdirSync(`${import.meta.dirname}/vendor-cases`);
  const names = files
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replace(/\.json$/u, ''));
  expect(Object.keys(rows).toSorted()).toEqual(names.toSorted());
});
