import { openAiWireFormat } from '@understudy/conformance';
import type { MockReply, ResponsePart, WireFormat } from '@understudy/conformance';
import type { JsonObject } from '@understudy/core';
import { readString } from '@understudy/provider-utils';

type Part<Type extends ResponsePart['type']> = Extract<ResponsePart, { readonly type: Type }>;

/** Errors and model lists are those of chat completions. */
const { encodeError, encodeModelList } = openAiWireFormat();

/** The format of the Responses API, written without the code of the provider. */
export function responsesWireFormat(stream: boolean = true): WireFormat {
  return {
    encodeResponse: (parts) => {
      if (parts.some(isUnsupported)) return undefined;
      return stream ? encodeStream(parts) : encodeJson(parts);
    },
    encodeError,
    ...(encodeModelList && { encodeModelList }),
  };
}

/** Text and calls are not signed, and a cited file has no quote. */
function isUnsupported(part: ResponsePart): boolean {
  switch (part.type) {
    case 'text-end':
    case 'tool-call':
      return part.signature !== undefined;
    case 'document-source':
      return true;
    case 'error':
      return part.code === 'blocked';
    default:
      return false;
  }
}

function encodeStream(parts: readonly ResponsePart[]): MockReply {
  const items = new ItemEncoder();
  const content = parts.flatMap((part) => items.encode(part));
  const usage = parts.find((part) => part.type === 'usage');
  const finish = parts.find((part) => part.type === 'finish');
  const error = parts.find((part) => part.type === 'error');
  const created = createResponse({ status: 'in_progress', output: [] });
  const closing = finish ? items.close() : [];
  const events = [
    { type: 'response.created', response: created },
    { type: 'response.in_progress', response: created },
    ...content,
    ...closing,
    ...(finish ? [encodeFinish(finish, usage, items.output)] : []),
    ...(error ? encodeErrorEvents(error) : []),
  ];
  const body = events.map((event, index) => {
    const data = JSON.stringify({ ...event, sequence_number: index });
    return `event: ${readString(event, 'type')}\ndata: ${data}\n\n`;
  });
  return {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'x-request-id': 'req-1' },
    body,
  };
}

/** A response in one document has ended, and one that failed has no content. */
function encodeJson(parts: readonly ResponsePart[]): MockReply | undefined {
  const error = parts.find((part) => part.type === 'error');
  const finish = parts.find((part) => part.type === 'finish');
  if (parts.some(({ type }) => type === 'progress')) return undefined;
  if (error && parts.length > 1) return undefined;
  const items = new ItemEncoder();
  for (const part of parts) items.encode(part);
  items.close();
  const usage = parts.find((part) => part.type === 'usage');
  const response = error
    ? createResponse({ status: 'failed', output: [], error: readError(error) })
    : finish && encodeFinish(finish, usage, items.output).response;
  if (!response) return undefined;
  return {
    headers: { 'content-type': 'application/json', 'x-request-id': 'req-1' },
    body: [JSON.stringify(response)],
  };
}

function createResponse(fields: JsonObject): JsonObject {
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1_700_000_000,
    model: 'mock-model',
    ...fields,
  };
}

function encodeFinish(
  { reason }: Part<'finish'>,
  usage: Part<'usage'> | undefined,
  output: readonly JsonObject[],
): { readonly type: string; readonly response: JsonObject } {
  const incompleteReason = {
    length: 'max_output_tokens',
    'content-filter': 'content_filter',
    other: 'a_reason_of_the_future',
    stop: undefined,
    'tool-calls': undefined,
  }[reason];
  const status = incompleteReason === undefined ? 'completed' : 'incomplete';
  const response = createResponse({
    status,
    output,
    incomplete_details: incompleteReason === undefined ? null : { reason: incompleteReason },
    usage: usage ? encodeUsage(usage) : null,
  });
  return { type: `response.${status}`, response };
}

function encodeUsage(usage: Part<'usage'>): JsonObject {
  const { cachedInputTokens: cached, cacheWriteTokens: written, reasoningTokens } = usage;
  return {
    input_tokens: usage.inputTokens,
    output_tokens: usage.outputTokens,
    input_tokens_details: {
      ...(cached !== undefined && { cached_tokens: cached }),
      ...(written !== undefined && { cache_write_tokens: written }),
    },
    ...(reasoningTokens !== undefined && {
      output_tokens_details: { reasoning_tokens: reasoningTokens },
    }),
  };
}

function readError({ code, message }: Part<'error'>): JsonObject {
  const [body = '{}'] = encodeError({ code, message })?.body ?? [];
  return JSON.parse(String(body)).error;
}

function encodeErrorEvents(part: Part<'error'>): readonly JsonObject[] {
  const { type, ...error } = readError(part);
  const response = createResponse({ status: 'failed', output: [], error });
  return [
    { type: 'error', error: { type: type ?? null, ...error } },
    { type: 'response.failed', response },
  ];
}

/** Encodes parts as items, one after the other. */
class ItemEncoder {
  readonly output: JsonObject[] = [];
  #open: { readonly type: 'message' | 'reasoning'; text: string } | undefined;
  readonly #annotations: JsonObject[] = [];

  encode(part: ResponsePart): readonly JsonObject[] {
    switch (part.type) {
      case 'text':
        return [
          ...this.#openItem('message'),
          ...this.#addText('response.output_text.delta', part.text),
        ];
      case 'reasoning':
        return [
          ...this.#openItem('reasoning'),
          ...this.#addText('response.reasoning_summary_text.delta', part.text),
        ];
      case 'text-end':
        return this.close();
      case 'reasoning-end':
        return [...this.#openItem('reasoning'), ...this.close(part.signature)];
      case 'tool-call':
        return this.#encodeCall(part);
      case 'progress':
        return this.#encodeProgress(part);
      case 'source':
        return this.#encodeSource(part);
      case 'document-source':
      case 'usage':
      case 'finish':
      case 'error':
        return [];
    }
  }

  close(signature?: string): readonly JsonObject[] {
    const open = this.#open;
    if (!open) return [];
    this.#open = undefined;
    const item =
      open.type === 'message'
        ? this.#createMessage(open.text)
        : {
            type: 'reasoning',
            id: `rs_${this.#index}`,
            summary: open.text === '' ? [] : [{ type: 'summary_text', text: open.text }],
            ...(signature !== undefined && { encrypted_content: signature }),
          };
    return [this.#done(item)];
  }

  get #index(): number {
    return this.output.length;
  }

  #createMessage(text: string): JsonObject {
    const annotations = this.#annotations.splice(0);
    return {
      type: 'message',
      id: `msg_${this.#index}`,
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'output_text', text, annotations }],
    };
  }

  #openItem(type: 'message' | 'reasoning'): readonly JsonObject[] {
    if (this.#open?.type === type) return [];
    const closing = this.close();
    this.#open = { type, text: '' };
    const item =
      type === 'message'
        ? { type, id: `msg_${this.#index}`, role: 'assistant', content: [] }
        : { type, id: `rs_${this.#index}`, summary: [] };
    return [...closing, this.#added(item)];
  }

  #addText(type: string, delta: string): readonly JsonObject[] {
    if (this.#open) this.#open.text += delta;
    const position =
      type === 'response.output_text.delta' ? { content_index: 0 } : { summary_index: 0 };
    return [{ type, output_index: this.#index, ...position, delta }];
  }

  #added(item: JsonObject): JsonObject {
    return { type: 'response.output_item.added', output_index: this.#index, item };
  }

  #done(item: JsonObject): JsonObject {
    const event = { type: 'response.output_item.done', output_index: this.#index, item };
    this.output.push(item);
    return event;
  }

  #encodeCall({ id, name, argumentsPieces }: Part<'tool-call'>): readonly JsonObject[] {
    const item = { type: 'function_call', id: `fc_${id}`, call_id: id, name };
    const index = { output_index: this.output.length + (this.#open ? 1 : 0) };
    const pieces = argumentsPieces.map((delta) => {
      return { type: 'response.function_call_arguments.delta', ...index, delta };
    });
    return [
      ...this.close(),
      this.#added({ ...item, arguments: '' }),
      ...pieces,
      this.#done({ ...item, arguments: argumentsPieces.join(''), status: 'completed' }),
    ];
  }

  #encodeProgress({ activity }: Part<'progress'>): readonly JsonObject[] {
    if (activity === 'loading') {
      return [{ type: 'response.queued', response: createResponse({ status: 'queued' }) }];
    }
    const item =
      activity === 'searching'
        ? { type: 'web_search_call', id: 'ws_1', status: 'completed' }
        : { type: 'reasoning', id: `rs_${this.#index}`, summary: [] };
    return [...this.close(), this.#added(item), this.#done(item)];
  }

  #encodeSource({ url, title }: Part<'source'>): readonly JsonObject[] {
    const opening = this.#openItem('message');
    const annotation = { type: 'url_citation', url, title, start_index: 0, end_index: 0 };
    this.#annotations.push(annotation);
    return [
      ...opening,
      {
        type: 'response.output_text.annotation.added',
        output_index: this.#index,
        content_index: 0,
        annotation,
      },
    ];
  }
}
