import type { ResponsePart, VendorError, WireFormat, MockReply } from '@understudy/conformance';

/** How Acme looks on the wire. */
export const acmeStage: WireFormat = { encodeResponse, encodeError, encodeModelList };

function encodeModelList(ids: readonly string[]): MockReply {
  const headers = { 'content-type': 'application/json' };
  return { headers, body: [JSON.stringify({ models: ids.map((name) => ({ name })) })] };
}

function encodeResponse(parts: readonly ResponsePart[]): MockReply | undefined {
  const body = parts.flatMap((part) => encodePart(part) ?? []);
  if (body.length < parts.length) return undefined;
  const headers = { 'content-type': 'text/event-stream', 'x-request-id': 'talk-1' };
  return { headers, body };
}

/** The event that says a part; undefined where Acme has none. */
function encodePart(part: ResponsePart): string | undefined {
  switch (part.type) {
    case 'text':
      return frame('words', { words: part.text });
    case 'usage':
      return frame('count', { heard: part.inputTokens, said: part.outputTokens });
    case 'finish':
      return frame('curtain', { because: reasons[part.reason] });
    case 'error':
      return frame('trouble', trouble(part));
    case 'reasoning':
    case 'tool-call':
      return undefined;
  }
}

function frame(event: string, data: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

const reasons: Readonly<Record<string, string>> = {
  stop: 'complete',
  length: 'longest',
  'content-filter': 'manners',
  other: 'a_reason_of_tomorrow',
};

function trouble({ code, message }: Pick<VendorError, 'code' | 'message'>): object {
  return { kind: refusals[code]?.kind ?? 'trouble', detail: message };
}

const refusals: Readonly<Partial<Record<string, { status: number; kind?: string }>>> = {
  timeout: { status: 408 },
  'server-error': { status: 500 },
  overloaded: { status: 503, kind: 'overheated' },
  'rate-limited': { status: 429, kind: 'too_fast' },
  'quota-exhausted': { status: 402 },
  'authentication-failed': { status: 401 },
  'permission-denied': { status: 403 },
  'model-not-found': { status: 404 },
  'context-length-exceeded': { status: 400, kind: 'too_long' },
  'content-filtered': { status: 400, kind: 'bad_manners' },
  'invalid-request': { status: 400 },
};

function encodeError(refusal: VendorError): MockReply | undefined {
  const { code, retryAfterSeconds } = refusal;
  if (code === 'blocked') {
    return { status: 403, headers: { 'content-type': 'text/html' }, body: ['Just a moment...'] };
  }
  const status = refusals[code]?.status;
  if (status === undefined) return undefined;
  const wait = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  const headers = { 'content-type': 'application/json', ...wait };
  return { status, headers, body: [JSON.stringify(trouble(refusal))] };
}
