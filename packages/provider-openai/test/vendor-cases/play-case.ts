import { createUnderstudy, isProviderError, modelRef } from '@understudy/core';
import type {
  ChatEvent,
  ChatResponse,
  ChatStream,
  ProviderDefinition,
  ProviderError,
  Understudy,
} from '@understudy/core';
import { ollama, openai, openrouter } from '@understudy/provider-openai';
import type { VendorOptions } from '@understudy/provider-openai';

import { RawServer } from './raw-server.ts';
import type { Expected, ExpectedError, VendorCase } from './vendor-case.ts';

/** The outcome of a case. */
export interface Played {
  readonly events: readonly ChatEvent[];
  /** The body of the first request. */
  readonly body: string;
  readonly requests: number;
  readonly response?: ChatResponse | undefined;
  readonly error?: ProviderError | undefined;
}

/**
 * Sends the response of a case over a socket to one chat without retries. Returns the differences from the outcome that
 * is expected.
 */
export async function playCase(vendorCase: VendorCase): Promise<readonly string[]> {
  return compare(await runCase(vendorCase), vendorCase.expected);
}

export async function runCase(vendorCase: VendorCase): Promise<Played> {
  await using server = await RawServer.start(vendorCase.response);
  await using understudy = createRuntime(vendorCase, server.origin);
  const { request, options } = vendorCase;
  const chat = understudy.chat(
    {
      messages: [{ role: 'user', content: 'Name a color' }],
      ...request,
      model: modelRef('server/m'),
    },
    options,
  );
  const result = await collect(chat);
  const [body = ''] = server.bodies;
  return { ...result, body, requests: server.bodies.length };
}

type Preset = (options: VendorOptions & { readonly id: string }) => ProviderDefinition;

const presets: Readonly<Record<string, Preset>> = {
  openai,
  openrouter,
  ollama,
};

function createRuntime({ preset = 'openai', api, quirks }: VendorCase, origin: string): Understudy {
  const create = presets[preset];
  if (!create) throw new Error(`expected a known preset, received ${preset}`);
  const provider = create({
    id: 'server',
    apiKey: 'test',
    baseUrl: `${origin}/v1`,
    ...(api && { api }),
    ...(quirks && { quirks }),
  });
  return createUnderstudy({ providers: [provider], retry: { maxRetries: 0 } });
}

async function collect(chat: ChatStream): Promise<Pick<Played, 'events' | 'response' | 'error'>> {
  const events: ChatEvent[] = [];
  try {
    for await (const event of chat) events.push(event);
    return { events, response: await chat.response() };
  } catch (error) {
    if (!isProviderError(error)) throw error;
    return { events, error };
  }
}

/** Returns one sentence per field that differs. */
function compare(played: Played, expected: Expected): readonly string[] {
  const { error: expectedError, ...rest } = expected;
  if (expectedError) return compareError(played, expectedError);
  if (played.error) return [`expected a response, received ${played.error.code}: ${played.error}`];
  const received = describe(played);
  return [
    ...compareFields(received, rest),
    ...compareTexts(played, rest),
    ...checkRequest(played, rest),
  ];
}

function compareError({ error, response }: Played, expected: ExpectedError): readonly string[] {
  if (!error) return [`expected ${JSON.stringify(expected)}, received ${JSON.stringify(response)}`];
  const { code, messageIncludes = '', retryAfterBetween, ...rest } = expected;
  const [earliest = 0, latest = Infinity] = retryAfterBetween ?? [];
  const { retryAfterMs = retryAfterBetween ? Infinity : 0 } = error;
  const matches =
    (code === undefined || [code].flat().includes(error.code)) &&
    error.message.includes(messageIncludes) &&
    retryAfterMs >= earliest &&
    (retryAfterBetween === undefined || retryAfterMs <= latest);
  const { status, partialText } = error;
  const fields = { status, partialText, retryAfterMs: error.retryAfterMs };
  const differences = compareFields(fields, rest);
  if (matches && differences.length === 0) return [];
  const received = { code: error.code, message: error.message, ...fields };
  return [`expected ${JSON.stringify(expected)}, received ${JSON.stringify(received)}`];
}

/** The fields of a response that cases compare. */
function describe({ response }: Played): Readonly<Record<string, unknown>> {
  const { toolCalls = [], files = [] } = response ?? {};
  return {
    text: response?.text,
    reasoning: response?.reasoning,
    finish: response?.finishReason,
    usage: response?.usage,
    toolCalls: toolCalls.map(({ id, name, argumentsText }) => ({ id, name, argumentsText })),
    files: files.map(({ mediaType, data }) =>
      [mediaType, data.type, data.type === 'base64' ? data.base64.length : 0].join(' '),
    ),
  };
}

function compareFields(
  received: Readonly<Record<string, unknown>>,
  expected: object,
): readonly string[] {
  return Object.entries(expected)
    .filter(([name]) => Object.hasOwn(received, name))
    .map(([name, value]) => [name, toJson(value), toJson(received[name])] as const)
    .filter(([, value, actual]) => value !== actual)
    .map(([name, value, actual]) => `${name}: expected ${value}, received ${actual.slice(0, 300)}`);
}

function compareTexts(
  { response, events }: Played,
  { reasoningIncludes = '', eventsInclude = '' }: Expected,
): readonly string[] {
  const { reasoning = '' } = response ?? {};
  return [
    ...(reasoning.includes(reasoningIncludes) ? [] : [`reasoning: received ${toJson(reasoning)}`]),
    ...(toJson(events).includes(eventsInclude) ? [] : [`events: expected ${eventsInclude}`]),
  ];
}

const loneSurrogate =
  /\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f])|(?<!\\ud[89ab][0-9a-f]{2})\\ud[c-f][0-9a-f]{2}/i;

function checkRequest({ body }: Played, expected: Expected): readonly string[] {
  const { bodyIncludes = '', bodyHasWholeCharacters, bodyHasArgumentsInJson } = expected;
  const hasLoneSurrogate = bodyHasWholeCharacters === true && loneSurrogate.test(body);
  const hasInvalidArguments = bodyHasArgumentsInJson === true && !hasJsonArguments(body);
  const isMissing = !body.includes(bodyIncludes);
  return isMissing || hasLoneSurrogate || hasInvalidArguments ? [`request: received ${body}`] : [];
}

interface SentRequest {
  readonly messages: readonly {
    readonly tool_calls?: readonly { readonly function: { readonly arguments: string } }[];
  }[];
}

function hasJsonArguments(body: string): boolean {
  const { messages }: SentRequest = JSON.parse(body);
  const calls = messages.flatMap(({ tool_calls: toolCalls = [] }) => toolCalls);
  return calls.every((call) => isJson(call.function.arguments));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function toJson(value: unknown): string {
  return JSON.stringify(value) ?? 'undefined';
}
