import {
  classifyError,
  defineProvider,
  isBotChallenge,
  isJsonObject,
  maxErrorBodyBytes,
  mediaType,
  parseJson,
  ProviderError,
  createResponseError,
  readObject,
  readSse,
  readString,
  readText,
} from '@understudy/core/provider';
import type {
  ChatRequest,
  FinishEvent,
  HttpResponse,
  JsonValue,
  ProviderContext,
  ProviderDefinition,
  ProviderEvent,
  SseMessage,
} from '@understudy/core/provider';

type Batches = AsyncGenerator<readonly ProviderEvent[], void, undefined>;

/** A provider with the plainest dialect there is: `{"text"}`, `{"finish"}`, `{"error"}`, `[DONE]`. */
export function plainSse<const Id extends string>(id: Id, url: URL): ProviderDefinition<Id, 'm'> {
  return defineProvider({
    id,
    label: `Plain (${id})`,
    interfaceVersion: 1,
    lifecycle: { state: 'active' },
    capabilities: { tools: true, images: true, files: true, json: true },
    models: [{ id: 'm' }],
    credentialEnvVars: [],
    create: () => ({ chat: (request, context) => converse(url, request, context) }),
  });
}

async function* converse(url: URL, request: ChatRequest, context: ProviderContext): Batches {
  const response = await context.http.request({
    method: 'POST',
    url,
    headers: { ...context.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ messages: request.messages }),
    signal: context.signal,
  });
  if (response.status !== 200 || mediaType(response.headers) !== 'text/event-stream') {
    throw await refusal(response, context);
  }
  let finish: FinishEvent | undefined;
  for await (const messages of readSse(response.body)) {
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

/** What came before an error in the same read goes before it. */
function decode(messages: readonly SseMessage[]): Decoded {
  const events: ProviderEvent[] = [];
  let finish: FinishEvent | undefined;
  for (const { event, data, unterminated } of messages) {
    const value = event === 'error' ? asError(parseJson(data)) : parseJson(data);
    const failure = failureIn(value);
    if (!isForUs(event) || data === '') continue;
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

/** What an error event says, wherever it has the object. */
function asError(value: JsonValue = null): JsonValue {
  return readObject(value, 'error') ? value : { error: value };
}

function isForUs(event: string | undefined): boolean {
  return event === undefined || ['', 'message', 'error'].includes(event);
}

function failureIn(value: JsonValue | undefined): ProviderError | undefined {
  if (!isJsonObject(value)) {
    const message = 'expected an event with an object, and something else came';
    return new ProviderError({ code: 'malformed-response', message });
  }
  if (!Object.hasOwn(value, 'error')) return undefined;
  const code = classifyError(wordsOf(value));
  return new ProviderError({ code, message: 'the stream ended with an error' });
}

function wordsOf(value: unknown): Parameters<typeof classifyError>[0] {
  const error = readObject(value, 'error');
  return {
    vendorCode: readString(error, 'code'),
    vendorType: readString(error, 'type'),
    vendorMessage: readString(error, 'message'),
  };
}

async function refusal(
  response: HttpResponse,
  { clock, signal }: ProviderContext,
): Promise<ProviderError> {
  const body = await readText(response, maxErrorBodyBytes).catch(() => '');
  signal.throwIfAborted();
  const { status } = response;
  if (isBotChallenge(response, body)) {
    return new ProviderError({ code: 'blocked', message: 'a page for people came', status });
  }
  const value = parseJson(body);
  const words = wordsOf(value);
  if (status >= 300)
    return createResponseError(response, { operation: 'the chat', ...words }, clock);
  const code = readObject(value, 'error') ? classifyError(words) : 'malformed-response';
  return new ProviderError({ code, message: 'expected an event stream, and none came', status });
}
