import type {
  MockReply,
  MockRequest,
  ResponsePart,
  VendorError,
  WireFormat,
} from '@understudy/conformance';
import type { JsonObject, ModelInfo } from '@understudy/core/provider';
import { isJsonObject, parseJson } from '@understudy/provider-utils';

const model = 'qwen3:8b';

/** The wire format of Ollama's native API: one JSON object per line. */
export const ollamaWireFormat: WireFormat = {
  encodeResponse,
  encodeError,
  encodeModelList: (ids) => createJsonReply({ models: ids.map((id) => ({ name: id, model: id })) }),
  encodeModel,
  handleOther,
};

const lineHeaders = { 'content-type': 'application/x-ndjson' };

function encodeResponse(parts: readonly ResponsePart[]): MockReply | undefined {
  const counts = encodeCounts(parts);
  if (!counts) return undefined;
  const others = parts.filter(({ type }) => type !== 'usage');
  const lines = others.map((part) => encodePart(part, counts));
  if (lines.includes(undefined)) return undefined;
  return { headers: lineHeaders, body: lines.map((line) => `${JSON.stringify(line)}\n`) };
}

/** The counts are in the last line. Further counts do not exist. */
function encodeCounts(parts: readonly ResponsePart[]): JsonObject | undefined {
  const [usage] = parts.filter((part) => part.type === 'usage');
  return usage ? { prompt_eval_count: usage.inputTokens, eval_count: usage.outputTokens } : {};
}

function encodePart(part: ResponsePart, counts: JsonObject): JsonObject | undefined {
  switch (part.type) {
    case 'text':
      return encodeLine({ content: part.text });
    case 'reasoning':
      return encodeLine({ content: '', thinking: part.text });
    case 'tool-call': {
      const input = parseJson(part.argumentsPieces.join(''));
      if (!isJsonObject(input) || part.signature !== undefined) return undefined;
      const called = { index: 0, name: part.name, arguments: input };
      return encodeLine({ content: '', tool_calls: [{ id: part.id, function: called }] });
    }
    case 'finish': {
      const reason = finishReasons[part.reason];
      if (reason === undefined) return undefined;
      const end = { done: true, done_reason: reason, total_duration: 900, ...counts };
      return { ...encodeLine({ content: '' }), ...end };
    }
    case 'error':
      return { error: wordingOf(part) };
    default:
      return undefined;
  }
}

function encodeLine(message: JsonObject): JsonObject {
  const created_at = '2026-11-29T09:00:00.123456789Z';
  return { model, created_at, message: { role: 'assistant', ...message }, done: false };
}

const finishReasons: Readonly<Record<string, string>> = {
  stop: 'stop',
  'tool-calls': 'stop',
  length: 'length',
  other: 'an_unknown_reason',
};

const errors: Readonly<Partial<Record<VendorError['code'], readonly [number, string]>>> = {
  'server-error': [500, 'model runner has unexpectedly stopped'],
  overloaded: [503, 'server busy, please try again.  maximum pending requests exceeded'],
  'rate-limited': [429, 'too many requests'],
  'authentication-failed': [401, 'unauthorized'],
  'permission-denied': [403, 'this model is not available'],
  'model-not-found': [404, `model '${model}' not found`],
  'context-length-exceeded': [
    400,
    'request (9000 tokens) exceeds the available context size (4096 tokens), try increasing it',
  ],
  'invalid-request': [400, 'option "temperature" must be of type float32'],
};

function wordingOf({ code, message }: Pick<VendorError, 'code' | 'message'>): string {
  return `${errors[code]?.[1] ?? ''} ${message}`;
}

function encodeError(error: VendorError): MockReply | undefined {
  const { code, retryAfterSeconds } = error;
  if (code === 'blocked') return challenge;
  const status = errors[code]?.[0];
  if (status === undefined) return undefined;
  const wait = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return createJsonReply({ error: wordingOf(error) }, status, wait);
}

/** Sent by the proxy in front of `https://ollama.com`. */
const challenge: MockReply = {
  status: 403,
  headers: { 'content-type': 'text/html; charset=UTF-8', 'cf-mitigated': 'challenge' },
  body: ['<!DOCTYPE html><title>Just a moment...</title>'],
};

/** Replies to the requests for facts about models. */
/** Older servers list no capabilities, and none lists a context window. */
function encodeModel({ id, capabilities = {} }: ModelInfo): MockReply {
  const { tools = true, images = true } = capabilities;
  const listed = ['completion', ...(tools ? ['tools'] : []), ...(images ? ['vision'] : [])];
  return createJsonReply({ models: [{ name: id, model: id, capabilities: listed }] });
}

function handleOther({ path, body }: MockRequest): MockReply | undefined {
  switch (path) {
    case '/api/show':
      // What the list says counts for a model without details.
      if (body.includes('facts:')) return { ...createJsonReply({ error: 'none' }), status: 404 };
      return createJsonReply({
        capabilities: ['completion', 'tools', 'vision', 'thinking'],
        details: { family: 'qwen3' },
        model_info: { 'qwen3.context_length': 40_960 },
      });
    case '/api/ps':
      return createJsonReply({ models: [] });
    default:
      return undefined;
  }
}

function createJsonReply(
  body: object,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): MockReply {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: [JSON.stringify(body)],
  };
}
