import type {
  ResponsePart,
  VendorError,
  WireFormat,
  MockReply,
  MockRequest,
} from '@understudy/conformance';

import { frames, message } from './fakegpt-events.ts';
import type { MessageShape } from './fakegpt-events.ts';

/** The token and the cookie of a login. Errors must not contain them. */
export const secrets = ['canary-token-91bd', 'canary-cookie-5f2a'] as const;
const [token, cookie] = secrets;

const stream = { 'content-type': 'text/event-stream; charset=utf-8', 'x-request-id': 'r-1' };
const json = (value: object, status = 200): MockReply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: [JSON.stringify(value)],
});

/** The FakeGpt wire format: each event of a response contains the complete text so far. */
export const fakegptWireFormat: WireFormat = { encodeResponse, encodeError, handleOther };

function encodeResponse(parts: readonly ResponsePart[]): MockReply | undefined {
  const body: string[] = [];
  let text = '';
  for (const part of parts) {
    if (part.type === 'text') text += part.text;
    const data = encodePart(part, text);
    if (data === undefined) return undefined;
    body.push(data);
  }
  return { headers: stream, body };
}

function encodePart(part: ResponsePart, text: string): string | undefined {
  switch (part.type) {
    case 'text':
      return frames(message({ text }));
    case 'finish':
      return encodeFinish(part.reason, text);
    case 'error':
      return frames({ message: null, error: messageOf(part) });
    default:
      return undefined;
  }
}

const finishes: Readonly<Record<string, MessageShape>> = {
  stop: { status: 'finished_successfully', endTurn: true, finish: 'stop' },
  length: { status: 'finished_successfully', endTurn: false, finish: 'max_tokens' },
  other: { status: 'finished_successfully', endTurn: true, finish: 'an_unknown_reason' },
};

function encodeFinish(reason: string, text: string): string | undefined {
  if (reason === 'content-filter') {
    return frames({ moderation_response: { blocked: true } }, '[DONE]');
  }
  const finish = finishes[reason];
  return finish && frames(message({ text, ...finish }), '[DONE]');
}

const errors: Readonly<Partial<Record<VendorError['code'], readonly [number, object]>>> = {
  'server-error': [500, {}],
  overloaded: [503, { message: 'Our systems are overloaded right now.' }],
  'rate-limited': [429, { message: 'Too many requests in 1 hour. Try again later.' }],
  'authentication-failed': [401, { code: 'token_expired' }],
  'permission-denied': [403, {}],
  'model-not-found': [404, { code: 'model_not_found' }],
  'context-length-exceeded': [413, { code: 'message_length_exceeds_limit' }],
  'invalid-request': [404, { code: 'conversation_not_found' }],
};

function encodeError(error: VendorError): MockReply | undefined {
  if (error.code === 'blocked') {
    const page = '<!DOCTYPE html><title>Just a moment...</title>';
    return { status: 403, headers: { 'content-type': 'text/html; charset=UTF-8' }, body: [page] };
  }
  const entry = errors[error.code];
  if (!entry) return undefined;
  const [status, detail] = entry;
  const { retryAfterSeconds } = error;
  const wait = retryAfterSeconds === undefined ? {} : { clears_in: retryAfterSeconds };
  return json({ detail: { message: messageOf(error), ...detail, ...wait } }, status);
}

/** Inside a response, only the message identifies the error. */
function messageOf({ code, message: text }: Pick<VendorError, 'code' | 'message'>): string {
  if (code === 'overloaded') return `Our systems are overloaded. ${text}`;
  return code === 'rate-limited' ? `Too many requests. ${text}` : text;
}

/** Replies to the requests of a login. */
function handleOther({ path }: MockRequest): MockReply | undefined {
  switch (path.split('?')[0]) {
    case '/api/loads':
      return json({ loads: [{ token_id: 'account', count: 0 }] });
    case '/auth/login':
      return {
        headers: { 'content-type': 'text/html', 'set-cookie': `credential=${cookie}; Path=/` },
        body: ['<title>Signed in</title>'],
      };
    case '/api/auth/session':
      return json({ accessToken: token });
    default:
      return undefined;
  }
}
