import { describeProvider } from '@understudy/conformance';
import type { ResponsePart, WireFormat, MockReply } from '@understudy/conformance';
import {
  classifyError,
  defineProvider,
  isJsonObject,
  maxErrorBodyBytes,
  parseJson,
  ProviderError,
  createResponseError,
  readJson,
  readString,
  readText,
} from '@understudy/core/provider';
import type { ProviderContext, ProviderDefinition, ProviderEvent } from '@understudy/core/provider';
import { describe, it } from 'vitest';

/** A vendor without streams: one JSON object, all or nothing. */
const wireFormat: WireFormat = {
  encodeResponse(parts) {
    const failed = parts.find(({ type }) => type === 'error');
    if (failed && parts.length > 1) return undefined;
    if (failed) return json(failed);
    if (parts.at(-1)?.type !== 'finish') return undefined;
    return parts.every(isSayable) ? json({ answer: parts }) : undefined;
  },
  encodeError({ code, message, retryAfterSeconds = 0 }) {
    const status = statuses[code];
    return status === undefined ? undefined : json({ code, message, retryAfterSeconds }, status);
  },
};

const statuses: Readonly<Record<string, number>> = {
  'server-error': 500,
  'rate-limited': 429,
  'invalid-request': 400,
};

/** Of the codes that the stage sends, those that core knows by other names. */
const inBandCodes: Readonly<Record<string, string>> = {
  overloaded: 'overloaded_error',
  'rate-limited': 'rate_limit_error',
};

function isSayable({ type }: ResponsePart): boolean {
  return type === 'text' || type === 'finish';
}

function json(value: object, status = 200): MockReply {
  const headers = { 'content-type': 'application/json' };
  return { status, headers, body: [JSON.stringify(value)] };
}

function whole(baseUrl: string): ProviderDefinition {
  return defineProvider({
    id: 'whole',
    label: 'Whole',
    interfaceVersion: 1,
    lifecycle: { state: 'active' },
    capabilities: { tools: false, images: false, files: false, json: false },
    models: [{ id: 'm' }],
    credentialEnvVars: [],
    create: () => ({
      chat: (request, context) => converse(baseUrl, JSON.stringify(request.messages), context),
    }),
  });
}

async function* converse(
  baseUrl: string,
  body: string,
  { http, clock, headers, signal }: ProviderContext,
): AsyncGenerator<readonly ProviderEvent[]> {
  const url = new URL(`${baseUrl}/ask`);
  const response = await http.request({ method: 'POST', url, headers, body, signal });
  if (response.status >= 300) {
    const said = parseJson(await readText(response, maxErrorBodyBytes));
    const seconds = isJsonObject(said) ? Number(said['retryAfterSeconds']) : 0;
    const retryAfterMs = seconds > 0 ? seconds * 1000 : undefined;
    throw createResponseError(response, { operation: 'the chat', retryAfterMs }, clock);
  }
  const said = await readJson(response);
  if (readString(said, 'type') === 'error') {
    const code = classifyError({ vendorCode: inBandCodes[readString(said, 'code') ?? ''] });
    throw new ProviderError({ code, message: 'the vendor reported an error' });
  }
  const parts = isJsonObject(said) ? said['answer'] : undefined;
  if (!Array.isArray(parts)) {
    throw new ProviderError({ code: 'malformed-response', message: 'expected an answer' });
  }
  yield parts.flatMap((part): readonly ProviderEvent[] => {
    const text = readString(part, 'text');
    return text === undefined ? [] : [{ type: 'text-delta', text }];
  });
  yield [{ type: 'finish', reason: finishOf(readString(parts.at(-1), 'reason')) }];
}

function finishOf(reason: string | undefined): 'stop' | 'length' | 'content-filter' | 'other' {
  return reason === 'stop' || reason === 'length' || reason === 'content-filter' ? reason : 'other';
}

const none = 'The vendor never says so.';
const text = 'The vendor takes and gives text only.';
const atOnce = 'The vendor gives its answer whole, and reads are of no use before.';

describeProvider(
  { describe, it },
  {
    name: 'whole',
    packageUrl: new URL('acme/acme-manifest.json', import.meta.url),
    provider: ({ baseUrl }) => whole(baseUrl),
    model: 'm',
    secrets: [],
    wireFormat,
    skip: {
      tools: text,
      images: text,
      files: text,
      json: text,
      'streams-reasoning': text,
      'reports-usage': 'The vendor counts no tokens.',
      'streams-text': atOnce,
      'handles-backpressure': atOnce,
      'in-band-error-after-content': atOnce,
      'translates-timeout': none,
      'translates-overloaded': none,
      'translates-quota-exhausted': none,
      'translates-authentication-failed': none,
      'translates-permission-denied': none,
      'translates-blocked': none,
      'translates-model-not-found': none,
      'translates-context-length-exceeded': none,
      'translates-content-filtered': none,
    },
  },
);
