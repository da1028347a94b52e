import type {
  MockReply,
  MockUsage,
  ResponsePart,
  VendorError,
  VendorErrorCode,
  WireFormat,
} from '@understudy/conformance';
import type { FinishReason, JsonObject, ModelInfo } from '@understudy/core';
import { parseJson } from '@understudy/provider-utils';

/** The format of the Gemini API, written without the code of the provider. */
export const googleWireFormat: WireFormat = {
  encodeResponse,
  encodeError,
  encodeModelList,
  encodeModel,
};

const headers = { 'content-type': 'text/event-stream' };

function encodeResponse(parts: readonly ResponsePart[]): MockReply | undefined {
  if (parts.some(isUnsupported)) return undefined;
  const chunks = parts.flatMap((part) => encodePart(part));
  return { headers, body: chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\r\n\r\n`) };
}

/** Only signatures end a block, calls are complete, and nothing is written to a cache. */
function isUnsupported(part: ResponsePart): boolean {
  switch (part.type) {
    case 'text-end':
      return part.signature === undefined;
    case 'reasoning-end':
      return part.signature === undefined || part.redacted === true;
    case 'tool-call':
      return parseJson(part.argumentsPieces.join('')) === undefined;
    case 'progress':
      return part.activity !== 'thinking';
    case 'usage':
      return part.cacheWriteTokens !== undefined;
    default:
      return false;
  }
}

function encodePart(part: ResponsePart): readonly JsonObject[] {
  switch (part.type) {
    case 'text':
      return [createContent({ text: part.text })];
    case 'reasoning':
      return [createContent({ text: part.text, thought: true })];
    case 'text-end':
      return [createContent({ text: '', thoughtSignature: part.signature ?? '' })];
    case 'reasoning-end':
      return [createContent({ text: '', thought: true, thoughtSignature: part.signature ?? '' })];
    case 'tool-call': {
      const { id, name, argumentsPieces, signature } = part;
      const args = parseJson(argumentsPieces.join('')) ?? {};
      const signed = signature === undefined ? {} : { thoughtSignature: signature };
      return [createContent({ functionCall: { id, name, args }, ...signed })];
    }
    case 'progress':
      return [createChunk({ usageMetadata: { promptTokenCount: 1, thoughtsTokenCount: 9 } })];
    case 'source':
      return [createGrounding({ web: { uri: part.url, title: part.title } })];
    case 'document-source':
      return [createGrounding({ retrievedContext: { title: part.title, text: part.quote } })];
    case 'usage':
      return [createChunk({ usageMetadata: encodeUsage(part) })];
    case 'finish':
      return [createChunk({ candidates: [encodeFinish(part)] })];
    case 'error':
      return [encodeErrorBody(part)];
  }
}

function createChunk(fields: JsonObject): JsonObject {
  return { ...fields, modelVersion: 'mock-model', responseId: 'response-1' };
}

function createContent(part: JsonObject): JsonObject {
  return createChunk({ candidates: [{ content: { parts: [part], role: 'model' }, index: 0 }] });
}

function createGrounding(chunk: JsonObject): JsonObject {
  const groundingMetadata = { groundingChunks: [chunk] };
  return createChunk({ candidates: [{ content: { role: 'model' }, groundingMetadata, index: 0 }] });
}

function encodeUsage(usage: MockUsage): JsonObject {
  const { inputTokens, outputTokens, cachedInputTokens: cached, reasoningTokens = 0 } = usage;
  return {
    promptTokenCount: inputTokens,
    candidatesTokenCount: outputTokens - reasoningTokens,
    totalTokenCount: inputTokens + outputTokens,
    ...(cached !== undefined && { cachedContentTokenCount: cached }),
    ...(usage.reasoningTokens !== undefined && { thoughtsTokenCount: reasoningTokens }),
  };
}

const finishReasons: Readonly<Record<FinishReason, string>> = {
  stop: 'STOP',
  length: 'MAX_TOKENS',
  'tool-calls': 'STOP',
  'content-filter': 'SAFETY',
  other: 'A_REASON_OF_THE_FUTURE',
};

function encodeFinish({
  reason,
  message,
}: Extract<ResponsePart, { readonly type: 'finish' }>): JsonObject {
  return {
    content: { parts: [{ text: '' }], role: 'model' },
    finishReason: finishReasons[reason],
    ...(message !== undefined && { finishMessage: message }),
    index: 0,
  };
}

interface GoogleError {
  readonly code: number;
  readonly status: string;
  readonly message: string;
  readonly details?: readonly JsonObject[];
}

const rpc = 'type.googleapis.com/google.rpc.';

/** The API has no error for filtered content: it responds with a reason. */
const errors: Readonly<
  Record<Exclude<VendorErrorCode, 'blocked' | 'content-filtered'>, GoogleError>
> = {
  timeout: {
    code: 504,
    status: 'DEADLINE_EXCEEDED',
    message: 'The request timed out. Please try again.',
  },
  'server-error': { code: 500, status: 'INTERNAL', message: 'An internal error has occurred.' },
  overloaded: {
    code: 503,
    status: 'UNAVAILABLE',
    message: 'The model is overloaded. Please try again later.',
  },
  'rate-limited': {
    code: 429,
    status: 'RESOURCE_EXHAUSTED',
    message: 'You exceeded your current quota, please check your plan and billing details.',
    details: [
      {
        '@type': `${rpc}QuotaFailure`,
        violations: [{ quotaId: 'GenerateRequestsPerMinutePerProjectPerModel-FreeTier' }],
      },
    ],
  },
  'quota-exhausted': {
    code: 429,
    status: 'RESOURCE_EXHAUSTED',
    message: 'You exceeded your current quota, please check your plan and billing details.',
    details: [
      {
        '@type': `${rpc}QuotaFailure`,
        violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier' }],
      },
    ],
  },
  'authentication-failed': {
    code: 400,
    status: 'INVALID_ARGUMENT',
    message: 'API key not valid. Please pass a valid API key.',
    details: [{ '@type': `${rpc}ErrorInfo`, reason: 'API_KEY_INVALID', domain: 'googleapis.com' }],
  },
  'permission-denied': {
    code: 403,
    status: 'PERMISSION_DENIED',
    message: 'The caller does not have permission.',
  },
  'model-not-found': {
    code: 404,
    status: 'NOT_FOUND',
    message: 'models/gemini-9 is not found for API version v1beta.',
  },
  'context-length-exceeded': {
    code: 400,
    status: 'INVALID_ARGUMENT',
    message:
      'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
  },
  'invalid-request': {
    code: 400,
    status: 'INVALID_ARGUMENT',
    message: 'Invalid JSON payload received. Missing required field.',
  },
};

/** The bot challenge page of Cloudflare, which proxies send. */
const challengePage: MockReply = {
  status: 403,
  headers: { 'content-type': 'text/html; charset=UTF-8', 'cf-mitigated': 'challenge' },
  body: ['<!DOCTYPE html><html><title>Just a moment...</title></html>'],
};

function encodeError(error: VendorError): MockReply | undefined {
  const { code, retryAfterSeconds } = error;
  if (code === 'blocked') return challengePage;
  if (code === 'content-filtered') return undefined;
  return {
    status: errors[code].code,
    headers: {
      'content-type': 'application/json; charset=UTF-8',
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    },
    body: [JSON.stringify(encodeErrorBody(error), undefined, 2)],
  };
}

function encodeErrorBody({ code, message }: Pick<VendorError, 'code' | 'message'>): JsonObject {
  const known = code === 'blocked' || code === 'content-filtered' ? 'permission-denied' : code;
  const { details, ...error } = errors[known];
  return {
    error: { ...error, message: `${error.message} ${message}`, ...(details && { details }) },
  };
}

function encodeModelList(ids: readonly string[]): MockReply {
  return createModelList(ids.map((id) => describeModel(id)));
}

/** The list has only the sizes of a model. */
function encodeModel({ id, contextTokens, maxOutputTokens }: ModelInfo): MockReply {
  return createModelList([
    {
      ...describeModel(id),
      ...(contextTokens !== undefined && { inputTokenLimit: contextTokens }),
      ...(maxOutputTokens !== undefined && { outputTokenLimit: maxOutputTokens }),
    },
  ]);
}

function describeModel(id: string): JsonObject {
  return {
    name: `models/${id}`,
    supportedGenerationMethods: ['generateContent', 'countTokens'],
  };
}

function createModelList(models: readonly JsonObject[]): MockReply {
  return { headers: { 'content-type': 'application/json' }, body: [JSON.stringify({ models })] };
}
