import { describeProvider } from '@understudy/conformance';
import type { ResponsePart, WireFormat, MockReply } from '@understudy/conformance';
import { defineProvider, ProviderError } from '@understudy/core/provider';
import type {
  ChatRequest,
  ProviderContext,
  ProviderDefinition,
  ProviderEvent,
} from '@understudy/core/provider';
import {
  classifyError,
  isJsonObject,
  readErrorBody,
  readJson,
  readString,
  toResponseError,
} from '@understudy/provider-utils';
import type { ResponseErrorDecoder } from '@understudy/provider-utils';
import { describe, it } from 'vitest';

/** A vendor that sends each response as one JSON object. */
const wireFormat: WireFormat = {
  encodeResponse(parts) {
    const error = parts.find(({ type }) => type === 'error');
    if (error && parts.length > 1) return undefined;
    if (error) return encodeJson(error);
    if (parts.at(-1)?.type !== 'finish') return undefined;
    return parts.every(isSupported) ? encodeJson({ parts }) : undefined;
  },
  encodeError({ code, message, retryAfterSeconds = 0 }) {
    const status = statuses[code];
    return status === undefined
      ? undefined
      : encodeJson({ code, message, retryAfterSeconds }, status);
  },
};

const statuses: Readonly<Record<string, number>> = {
  'server-error': 500,
  'rate-limited': 429,
  'invalid-request': 400,
};

/** Codes that the wire format sends, with the names that core knows. */
const inBandCodes: Readonly<Record<string, string>> = {
  overloaded: 'overloaded_error',
  'rate-limited': 'rate_limit_error',
  'invalid-request': 'missing_required_parameter',
};

const errorDecoder: ResponseErrorDecoder = {
  operation: 'chat',
  expected: 'JSON',
  decodeError(json) {
    const seconds = isJsonObject(json) ? Number(json['retryAfterSeconds']) : 0;
    const retryAfterMs = seconds > 0 ? seconds * 1000 : undefined;
    return { vendorCode: inBandCodes[readString(json, 'code') ?? ''], retryAfterMs };
  },
};

function isSupported({ type }: ResponsePart): boolean {
  return type === 'text' || type === 'finish';
}

function encodeJson(value: object, status = 200): MockReply {
  const headers = { 'content-type': 'application/json' };
  return { status, headers, body: [JSON.stringify(value)] };
}

function jsonProvider(baseUrl: string): ProviderDefinition {
  return defineProvider({
    id: 'json',
    label: 'JSON',
    interfaceVersion: 1,
    lifecycle: { state: 'active' },
    capabilities: { tools: false, images: false, files: false, json: false },
    models: [{ id: 'm' }],
    credentialEnvVars: [],
    create: () => ({
      chat: (request, context) => streamChat(baseUrl, request, context),
    }),
  });
}

async function* streamChat(
  baseUrl: string,
  request: ChatRequest,
  context: ProviderContext,
): AsyncGenerator<readonly ProviderEvent[]> {
  const { http, clock, headers, signal, limits, includeRaw } = context;
  const url = new URL(`${baseUrl}/chat`);
  const { messages, ...settings } = request;
  const body = JSON.stringify({ messages, settings });
  const response = await http.request({ method: 'POST', url, headers, body, signal });
  if (response.status >= 300) {
    throw toResponseError(response, await readErrorBody(response, context), errorDecoder, clock);
  }
  const json = await readJson(response, limits);
  if (includeRaw && isJsonObject(json)) yield [{ type: 'raw', value: json }];
  if (readString(json, 'type') === 'error') {
    const code = classifyError({ vendorCode: inBandCodes[readString(json, 'code') ?? ''] });
    throw new ProviderError({ code, message: 'error in the response' });
  }
  const parts = isJsonObject(json) ? json['parts'] : undefined;
  if (!Array.isArray(parts)) {
    throw new ProviderError({ code: 'malformed-response', message: 'expected a field "parts"' });
  }
  yield parts.flatMap((part): readonly ProviderEvent[] => {
    const text = readString(part, 'text');
    return text === undefined ? [] : [{ type: 'text-delta', text }];
  });
  const last = parts.at(-1);
  const reason = readFinishReason(readString(last, 'reason'));
  yield [{ type: 'finish', reason, message: readString(last, 'message') }];
}

function readFinishReason(
  reason: string | undefined,
): 'stop' | 'length' | 'content-filter' | 'other' {
  return reason === 'stop' || reason === 'length' || reason === 'content-filter' ? reason : 'other';
}

const unsupported = 'The vendor never sends this error.';
const textOnly = 'The vendor supports text only.';
const noStreams = 'The vendor sends the complete response at once.';

describeProvider(
  { describe, it },
  {
    name: 'json',
    packageUrl: new URL('acme/acme-manifest.json', import.meta.url),
    provider: ({ baseUrl }) => jsonProvider(baseUrl),
    model: 'm',
    secrets: [],
    wireFormat,
    skip: {
      tools: textOnly,
      images: textOnly,
      files: textOnly,
      json: textOnly,
      'streams-reasoning': textOnly,
      'keeps-part-order': textOnly,
      'returns-signatures': 'The vendor signs nothing.',
      'reports-usage': 'The vendor counts no tokens.',
      'streams-text': noStreams,
      'handles-backpressure': noStreams,
      'in-band-error-after-content': noStreams,
      'translates-timeout': unsupported,
      'translates-overloaded': unsupported,
      'translates-quota-exhausted': unsupported,
      'translates-authentication-failed': unsupported,
      'translates-permission-denied': unsupported,
      'translates-blocked': unsupported,
      'translates-model-not-found': unsupported,
      'translates-context-length-exceeded': unsupported,
      'translates-content-filtered': unsupported,
    },
  },
);
