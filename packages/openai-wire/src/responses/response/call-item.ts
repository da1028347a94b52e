import type { JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';
import { isJsonObject, malformedResponse, parseJson, readString } from '@understudy/provider-utils';
import type { Block } from '@understudy/provider-utils/internal';

import { customCallType } from '../../tool-call/custom-call.ts';
import { readCallFields } from '../call-fields.ts';
import { readDelta } from './item-context.ts';
import type { ItemContext } from './item-context.ts';

/** How the arguments of a kind of call are sent. */
interface CallFormat {
  readonly deltaType: string;
  readonly doneType: string;
  /** The field of the item. */
  readonly field: string;
  /** The JSON before, of and after the text. */
  readonly before: string;
  readonly encode: (text: string) => string;
  readonly after: string;
  readonly metadata: JsonObject;
}

const functionFormat: CallFormat = {
  deltaType: 'response.function_call_arguments.delta',
  doneType: 'response.function_call_arguments.done',
  field: 'arguments',
  before: '',
  encode: (text) => text,
  after: '',
  metadata: {},
};

/** The input of a custom tool is text. It becomes a JSON object. */
const customFormat: CallFormat = {
  deltaType: 'response.custom_tool_call_input.delta',
  doneType: 'response.custom_tool_call_input.done',
  field: 'input',
  before: '{"input":"',
  encode: (text) => JSON.stringify(text).slice(1, -1),
  after: '"}',
  metadata: { type: customCallType },
};

/** A call of a function, or of a custom tool. */
export class CallItem implements Block {
  readonly endsLate = true;
  readonly #format: CallFormat;
  readonly #context: ItemContext;
  readonly #id: string;
  readonly #name: string;
  #metadata: JsonObject;
  readonly #pieces: string[] = [];
  #complete: string | undefined;
  #status: JsonValue | undefined;
  readonly #start: JsonObject;

  /** @throws ProviderError `malformed-response` if the call has no name */
  constructor(start: JsonObject, context: ItemContext) {
    this.#format = start.type === customCallType ? customFormat : functionFormat;
    const name = readString(start, 'name') ?? '';
    if (name === '') throw malformedResponse('a tool call with a name', 'none');
    const namespace = readString(start, 'namespace') ?? '';
    this.#context = context;
    this.#start = start;
    // Tools of two namespaces can have the same name.
    this.#name = namespace === '' ? name : `${namespace}__${name}`;
    this.#metadata = {
      ...this.#format.metadata,
      ...(namespace !== '' && { namespace }),
      ...readCallFields(start),
    };
    this.#id = context.claimCallId(readString(start, 'call_id') ?? readString(start, 'id') ?? '');
  }

  start(events: ProviderEvent[]): void {
    events.push({
      type: 'tool-call-start',
      id: this.#id,
      name: this.#name,
      ...this.#encodeMetadata(),
    });
    this.#readItem(this.#start);
  }

  read(event: JsonObject, events: ProviderEvent[]): void {
    const { deltaType, doneType, field } = this.#format;
    if (event.type === deltaType) {
      // Some servers start a call with empty arguments such as `{}`.
      this.#complete = undefined;
      this.#add(readDelta(event.delta), events);
    }
    if (event.type === doneType) this.#readComplete(event[field]);
    if (event.type === 'response.output_item.done' && isJsonObject(event.item)) {
      this.#readItem(event.item);
    }
  }

  end(isCut: boolean, events: ProviderEvent[]): void {
    const streamed = this.#pieces.join('');
    const text = this.#complete ?? streamed;
    const isContinued = text.startsWith(streamed);
    if (isContinued) this.#add(text.slice(streamed.length), events);
    const wasCut = this.#status === 'incomplete' || (isCut && this.#complete === undefined);
    const argumentsText = this.#encode(isContinued ? this.#pieces : [text], wasCut);
    const id = this.#id;
    const rest = this.#pieces.length > 0 ? this.#format.after : argumentsText;
    if (rest !== '') events.push({ type: 'tool-call-delta', id, argumentsText: rest });
    events.push({
      type: 'tool-call-end',
      id,
      name: this.#name,
      argumentsText,
      ...this.#encodeMetadata(),
      ...((wasCut || parseJson(argumentsText) === undefined) && { incomplete: true }),
    });
  }

  #encodeMetadata(): { readonly providerMetadata?: JsonObject } {
    return Object.keys(this.#metadata).length > 0 ? { providerMetadata: this.#metadata } : {};
  }

  /** Missing arguments of a function are `{}`, unless the call was cut off. */
  #encode(pieces: readonly string[], wasCut: boolean): string {
    const { before, encode, after } = this.#format;
    const text = before + pieces.map(encode).join('') + after;
    return text === '' && !wasCut ? '{}' : text;
  }

  #readItem(item: JsonObject): void {
    if (typeof item.status === 'string') this.#status = item.status;
    this.#metadata = { ...this.#metadata, ...readCallFields(item) };
    this.#readComplete(item[this.#format.field]);
  }

  /** The complete text replaces the deltas. It is empty at the start of an item. Some servers send an object. */
  #readComplete(value: JsonValue | undefined): void {
    const text = isJsonObject(value) ? JSON.stringify(value) : value;
    if (typeof text === 'string' && text !== '') this.#complete = text;
  }

  #add(piece: string, events: ProviderEvent[]): void {
    if (piece === '') return;
    const { before, encode } = this.#format;
    this.#context.reserve(piece.length);
    const opening = this.#pieces.length === 0 ? before : '';
    this.#pieces.push(piece);
    events.push({
      type: 'tool-call-delta',
      id: this.#id,
      argumentsText: opening + encode(piece),
    });
  }
}

/** Whether the item of a call has its complete arguments. Some servers send an object. */
export function hasArguments({ arguments: json, input }: JsonObject): boolean {
  return isJsonObject(json) || (typeof (json ?? input) === 'string' && (json ?? input) !== '');
}
