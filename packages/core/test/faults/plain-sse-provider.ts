import { defineProvider, ProviderError } from '@understudy/core/provider';
import type {
  ChatRequest,
  FinishEvent,
  HttpResponse,
  JsonValue,
  ProviderContext,
  ProviderDefinition,
  ProviderEvent,
} from '@understudy/core/provider';

import {
  classifyError,
  isBotChallenge,
  isJsonObject,
  mediaType,
  parseJson,
  readObject,
  readSse,
  readString,
  readErrorBody,
  toResponseError,
} from '../../../provider-utils/src/index.ts';
import type { SseMessage } from '../../../provider-utils/src/index.ts';

type Batches = AsyncGenerator<readonly ProviderEvent[], void, undefined>;

/** A provider with a minimal wire format: events with `text`, `finish` or `error`, and `[DONE]`. */
export function plainSse<const Id extends string>(id: Id, url: URL): ProviderDefinition<Id, 'm'> {
  return defineProvider({
    id,
    label: `Plain (${id})`,
    interfaceVersion: 1,
    lifecycle: { state: 'active' },
    capabilities: { tools: true, images: true, files: true, json: true },
    models: [{ id: 'm' }],
    credentialEnvVars: [],
    create: () => ({ chat: (request, context) => streamChat(url, request, context) }),
  });
}

async function* streamChat(url: URL, request: ChatRequest, context: ProviderContext): Batches {
  const response = await context.http.request({
    method: 'POST',
    url,
    headers: { ...context.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ messages: request.messages }),
    signal: context.signal,
  });
  if (response.status !== 200 || mediaType(response.headers) !== 'text/event-stream') {
    throw await decodeError(response, context);
  }
  let finish: FinishEvent | undefined;
  for await (const messages of readSse(response.body, { maxEventBytes: 1_048_576 })) {
    const decoded = decode(messages);
    finish = decoded.finish ?? finish;
    if (decoded.done) {
      yield [...decoded.events, finish ?? { type: 'finish', reason: 'other' }];
      return;
    }
    yield decoded.events;
    if (decoded.failure) throw decoded.failure;
  }
  if (finish) yield [finish];
}

interface Decoded {
  readonly events: readonly ProviderEvent[];
  readonly finish?: FinishEvent | undefined;
  readonly done?: true;
  readonly failure?: ProviderError;
}

/** Events before an error in the same chunk are yielded before it. */
function decode(messages: readonly SseMessage[]): Decoded {
  const events: ProviderEvent[] = [];
  let finish: FinishEvent | undefined;
  for (const { event, data, unterminated } of messages) {
    const value = event === 'error' ? toErrorObject(parseJson(data)) : parseJson(data);
    const failure = createInBandError(value);
    if (!isKnownEvent(event) || data === '') continue;
    if (event !== 'error' && data.trim() === '[DONE]') return { events, finish, done: true };
    if (unterminated) continue;
    if (failure) return { events, finish, failure };
    const text = readString(value, 'text');
    if (text !== undefined) events.push({ type: 'text-delta', text });
    const reason = readString(value, 'finish');
    if (reason !== undefined) {
      finish = { type: 'finish', reason: reason === 'stop' ? 'stop' : 'other', rawReason: reason };
    }
  }
  return { events, finish };
}

/** An error event contains the error or an object with the field `error`. */
function toErrorObject(value: JsonValue = null): JsonValue {
  return readObject(value, 'error') ? value : { error: value };
}

function isKnownEvent(event: string | undefined): boolean {
  return event === undefined || ['', 'message', 'error'].includes(event);
}

function createInBandError(value: JsonValue | undefined): ProviderError | undefined {
  if (!isJsonObject(value)) {
    const message = 'expected an event with an object, received another value';
    return new ProviderError({ code: 'malformed-response', message });
  }
  if (!Object.hasOwn(value, 'error')) return undefined;
  const code = classifyError(readDetails(value));
  return new ProviderError({ code, message: 'the stream ended with an error' });
}

function readDetails(value: unknown): Parameters<typeof classifyError>[0] {
  const error = readObject(value, 'error');
  return {
    vendorCode: readString(error, 'code'),
    vendorType: readString(error, 'type'),
    vendorMessage: readString(error, 'message'),
  };
}

async function decodeError(
  response: HttpResponse,
  context: ProviderContext,
): Promise<ProviderError> {
  const body = await readErrorBody(response, context);
  const { status } = response;
  if (isBotChallenge(response, body)) {
    return new ProviderError({
      code: 'blocked',
      message: 'the chat was blocked by a bot challenge',
      status,
    });
  }
  if (status >= 300) {
    const decoder = {
      operation: 'the chat',
      expected: 'an event stream',
      decodeError: readDetails,
    };
    return toResponseError(response, body, decoder, context.clock);
  }
  const value = parseJson(body);
  const details = readDetails(value);
  const code = readObject(value, 'error') ? classifyError(details) : 'malformed-response';
  return new ProviderError({
    code,
    message: 'expected an event stream, received another response',
    status,
  });
}
