import type {
  MockReply,
  ResponsePart,
  VendorError,
  VendorErrorCode,
  WireFormat,
} from '@understudy/conformance';
import type { FinishReason, JsonObject, ModelInfo } from '@understudy/core';
import { readString } from '@understudy/provider-utils';

type Part<Type extends ResponsePart['type']> = Extract<ResponsePart, { readonly type: Type }>;

/** The format of the Messages API, written without the code of the provider. */
export const anthropicWireFormat: WireFormat = {
  encodeResponse,
  encodeError,
  encodeModelList,
  encodeModel,
};

const headers = { 'content-type': 'text/event-stream; charset=utf-8', 'request-id': 'req_1' };

function encodeResponse(parts: readonly ResponsePart[]): MockReply | undefined {
  if (parts.some(isUnsupported)) return undefined;
  const blocks = new BlockEncoder();
  const content = parts.flatMap((part) => blocks.encode(part));
  const usage = parts.find((part) => part.type === 'usage');
  const finish = parts.find((part) => part.type === 'finish');
  const error = parts.find((part) => part.type === 'error');
  const events = [
    encodeStart(usage),
    ...content,
    ...(finish ? [...blocks.close(), ...encodeFinish(finish, usage)] : []),
    ...(error ? [encodeErrorBody(error)] : []),
  ];
  const body = events.map(
    (event) => `event: ${readString(event, 'type')}\ndata: ${JSON.stringify(event)}\n\n`,
  );
  return { headers, body };
}

/** Text is not signed, and tool calls are not either. */
function isUnsupported(part: ResponsePart): boolean {
  switch (part.type) {
    case 'text-end':
    case 'tool-call':
      return part.signature !== undefined;
    case 'progress':
      return part.activity === 'loading';
    default:
      return false;
  }
}

function encodeStart(usage: Part<'usage'> | undefined): JsonObject {
  const message = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'mock-model',
    content: [],
    stop_reason: null,
    ...(usage && { usage: { ...encodeInput(usage), output_tokens: 1 } }),
  };
  return { type: 'message_start', message };
}

function encodeInput(usage: Part<'usage'>): JsonObject {
  const { inputTokens, cachedInputTokens: cached = 0, cacheWriteTokens: written = 0 } = usage;
  return {
    input_tokens: inputTokens - cached - written,
    ...(usage.cachedInputTokens !== undefined && { cache_read_input_tokens: cached }),
    ...(usage.cacheWriteTokens !== undefined && { cache_creation_input_tokens: written }),
  };
}

const stopReasons: Readonly<Record<FinishReason, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'tool-calls': 'tool_use',
  'content-filter': 'refusal',
  other: 'a_reason_of_the_future',
};

function encodeFinish(
  { reason, message }: Part<'finish'>,
  usage: Part<'usage'> | undefined,
): readonly JsonObject[] {
  const thinking = usage?.reasoningTokens;
  return [
    {
      type: 'message_delta',
      delta: {
        stop_reason: stopReasons[reason],
        stop_sequence: null,
        ...(message !== undefined && { stop_details: { explanation: message } }),
      },
      ...(usage && {
        usage: {
          output_tokens: usage.outputTokens,
          ...(thinking !== undefined && { output_tokens_details: { thinking_tokens: thinking } }),
        },
      }),
    },
    { type: 'message_stop' },
  ];
}

/** Encodes parts as blocks, one after the other. */
class BlockEncoder {
  #index = -1;
  #open: 'text' | 'thinking' | undefined;

  encode(part: ResponsePart): readonly JsonObject[] {
    switch (part.type) {
      case 'text':
        return [...this.#openBlock('text'), this.#delta({ type: 'text_delta', text: part.text })];
      case 'reasoning':
        return [
          ...this.#openBlock('thinking'),
          this.#delta({ type: 'thinking_delta', thinking: part.text }),
        ];
      case 'text-end':
        return this.close();
      case 'reasoning-end':
        return this.#endReasoning(part);
      case 'tool-call':
        return this.#encodeCall(part);
      case 'progress':
        return this.#encodeProgress(part);
      case 'source':
      case 'document-source':
        return [
          ...this.#openBlock('text'),
          this.#delta({ type: 'citations_delta', citation: encodeCitation(part) }),
        ];
      case 'usage':
      case 'finish':
      case 'error':
        return [];
    }
  }

  close(): readonly JsonObject[] {
    if (!this.#open) return [];
    this.#open = undefined;
    return [{ type: 'content_block_stop', index: this.#index }];
  }

  #openBlock(type: 'text' | 'thinking'): readonly JsonObject[] {
    if (this.#open === type) return [];
    const closing = this.close();
    this.#open = type;
    const block = type === 'text' ? { type, text: '' } : { type, thinking: '', signature: '' };
    return [...closing, this.#start(block)];
  }

  #start(block: JsonObject): JsonObject {
    this.#index += 1;
    return { type: 'content_block_start', index: this.#index, content_block: block };
  }

  #delta(delta: JsonObject): JsonObject {
    return { type: 'content_block_delta', index: this.#index, delta };
  }

  #complete(block: JsonObject, deltas: readonly JsonObject[] = []): readonly JsonObject[] {
    const closing = this.close();
    const start = this.#start(block);
    const pieces = deltas.map((delta) => this.#delta(delta));
    return [...closing, start, ...pieces, { type: 'content_block_stop', index: this.#index }];
  }

  #endReasoning({ signature = '', redacted }: Part<'reasoning-end'>): readonly JsonObject[] {
    if (redacted === true) return this.#complete({ type: 'redacted_thinking', data: signature });
    const opening = this.#openBlock('thinking');
    return [...opening, this.#delta({ type: 'signature_delta', signature }), ...this.close()];
  }

  #encodeCall({ id, name, argumentsPieces }: Part<'tool-call'>): readonly JsonObject[] {
    const deltas = ['', ...argumentsPieces].map((piece) => {
      return { type: 'input_json_delta', partial_json: piece };
    });
    return this.#complete({ type: 'tool_use', id, name, input: {} }, deltas);
  }

  #encodeProgress({ activity }: Part<'progress'>): readonly JsonObject[] {
    return activity === 'searching'
      ? this.#complete({ type: 'server_tool_use', id: 's', name: 'web_search', input: {} })
      : this.#complete({ type: 'thinking', thinking: '', signature: '' }, [
          { type: 'signature_delta', signature: 'c2ln' },
        ]);
  }
}

function encodeCitation(part: Part<'source'> | Part<'document-source'>): JsonObject {
  return part.type === 'source'
    ? { type: 'web_search_result_location', url: part.url, title: part.title }
    : { type: 'char_location', document_title: part.title, cited_text: part.quote };
}

interface AnthropicError {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

/** The API has no error for filtered content: it responds with a refusal. */
const errors: Readonly<
  Record<Exclude<VendorErrorCode, 'blocked' | 'content-filtered'>, AnthropicError>
> = {
  timeout: { status: 504, type: 'timeout_error', message: 'Request timed out.' },
  'server-error': { status: 500, type: 'api_error', message: 'Internal server error' },
  overloaded: { status: 529, type: 'overloaded_error', message: 'Overloaded' },
  'rate-limited': {
    status: 429,
    type: 'rate_limit_error',
    message: "This request would exceed your account's rate limit.",
  },
  'quota-exhausted': {
    status: 400,
    type: 'invalid_request_error',
    message: 'Your credit balance is too low to access the Anthropic API.',
  },
  'authentication-failed': {
    status: 401,
    type: 'authentication_error',
    message: 'invalid x-api-key',
  },
  'permission-denied': {
    status: 403,
    type: 'permission_error',
    message: 'Your API key does not have permission to use the specified resource.',
  },
  'model-not-found': { status: 404, type: 'not_found_error', message: 'model: claude-9' },
  'context-length-exceeded': {
    status: 400,
    type: 'invalid_request_error',
    message: 'prompt is too long: 210000 tokens > 200000 maximum',
  },
  'invalid-request': {
    status: 400,
    type: 'invalid_request_error',
    message: 'messages: at least one message is required',
  },
};

/** The bot challenge page of Cloudflare. */
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
    status: errors[code].status,
    headers: {
      'content-type': 'application/json',
      'request-id': 'req_1',
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    },
    body: [JSON.stringify(encodeErrorBody(error))],
  };
}

function encodeErrorBody({ code, message }: Pick<VendorError, 'code' | 'message'>): JsonObject {
  const known = code === 'blocked' || code === 'content-filtered' ? 'permission-denied' : code;
  const error = errors[known];
  return {
    type: 'error',
    error: { type: error.type, message: `${error.message} ${message}` },
    request_id: 'req_1',
  };
}

function encodeModelList(ids: readonly string[]): MockReply {
  const data = ids.map((id) => ({ type: 'model', id, display_name: id, lifecycle: 'active' }));
  return createModelList(data);
}

/** The list does not say whether a model can call tools. All can. */
function encodeModel(model: ModelInfo): MockReply {
  const { id, contextTokens, maxOutputTokens, capabilities = {}, state = 'active' } = model;
  const { images = true, files = true } = capabilities;
  return createModelList([
    {
      type: 'model',
      id,
      display_name: id,
      lifecycle: state,
      max_input_tokens: contextTokens ?? null,
      max_tokens: maxOutputTokens ?? null,
      capabilities: { image_input: { supported: images }, pdf_input: { supported: files } },
    },
  ]);
}

function createModelList(data: readonly JsonObject[]): MockReply {
  const [first, last] = [data[0]?.['id'] ?? null, data.at(-1)?.['id'] ?? null];
  const list = { data, has_more: false, first_id: first, last_id: last };
  return { headers: { 'content-type': 'application/json' }, body: [JSON.stringify(list)] };
}
