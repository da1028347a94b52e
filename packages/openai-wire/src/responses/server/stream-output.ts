import type {
  DocumentSourceEvent,
  FileEvent,
  JsonObject,
  JsonValue,
  ReasoningEndEvent,
  SourceEvent,
  TextEndEvent,
  ToolCallEndEvent,
} from '@understudy/core/provider';

import { readKeptItem } from '../kept-item.ts';
import type { CallStart } from './client-tools.ts';
import { encodeImage } from './encode-item.ts';
import type { ResponseIdentity } from './encode-response-body.ts';
import { StreamCalls } from './stream-calls.ts';
import { OpenMessage, OpenReasoning } from './stream-items.ts';
import type { ItemPosition, TextDelta } from './stream-items.ts';

type Events = readonly JsonObject[];

/** Creates the items of a streamed response, one after the other. Calls can be open at the same time. */
export class StreamOutput {
  /** The items that have ended, for the last event. */
  readonly items: JsonObject[] = [];
  readonly #id: string;
  readonly #calls: StreamCalls;
  #open: OpenMessage | OpenReasoning | undefined;
  #count = 0;

  constructor({ id, clientTools }: ResponseIdentity) {
    this.#id = id;
    this.#calls = new StreamCalls(clientTools);
  }

  /** Adds text to the open message. Returns undefined if none is open. */
  continueText(text: string): TextDelta | undefined {
    return this.#open instanceof OpenMessage ? this.#open.add(text) : undefined;
  }

  addText(text: string): Events {
    return this.#withMessage((message) => [message.encodeDelta(text)]);
  }

  endText({ providerMetadata }: TextEndEvent): Events {
    const kept = readKeptItem(providerMetadata?.item);
    if (kept) return this.#addItem(kept);
    return this.#open instanceof OpenMessage ? this.#endOpen(providerMetadata?.phase) : [];
  }

  addReasoning(text: string): Events {
    return this.#withReasoning((reasoning) => reasoning.encodeDelta(text));
  }

  /** Reasoning without a text has only its signature. */
  endReasoning({ signature }: ReasoningEndEvent): Events {
    const isOpen = this.#open instanceof OpenReasoning;
    if (!isOpen && (signature === undefined || signature === '')) return [];
    const opening = isOpen ? [] : this.#withReasoning(() => []);
    return [...opening, ...this.#endOpen(signature)];
  }

  startCall(start: CallStart): Events {
    return [...this.#endOpen(undefined), ...this.#calls.start(start, this.#nextItem('fc'))];
  }

  continueCall(id: string, argumentsText: string): Events {
    return this.#calls.continue(id, argumentsText);
  }

  /** A call may have only this event. */
  endCall(event: ToolCallEndEvent): Events {
    const opening = this.#calls.has(event.id) ? [] : this.startCall(event);
    return [...opening, ...this.#keep(this.#calls.end(event))];
  }

  addSource(source: SourceEvent | DocumentSourceEvent): Events {
    return this.#withMessage((message) => [message.encodeSource(source)]);
  }

  addFile(file: FileEvent): Events {
    const item = encodeImage(`ig_${this.#id}_${this.#count}`, file);
    return item ? this.#addItem(item) : [];
  }

  /** Adds an item that is complete. */
  #addItem(item: JsonObject): Events {
    const closing = this.#endOpen(undefined);
    const fields = { output_index: this.#nextItem('item').index, item };
    const added = { type: 'response.output_item.added', ...fields };
    const done = { type: 'response.output_item.done', ...fields };
    return [...closing, added, ...this.#keep([done])];
  }

  /** Ends all open items. */
  end(): Events {
    return [...this.#endOpen(undefined), ...this.#keep(this.#calls.endAll())];
  }

  #withMessage(encode: (message: OpenMessage) => Events): Events {
    if (this.#open instanceof OpenMessage) return encode(this.#open);
    const closing = this.#endOpen(undefined);
    const message = new OpenMessage(this.#nextItem('msg'));
    this.#open = message;
    return [...closing, ...message.start(), ...encode(message)];
  }

  #withReasoning(encode: (reasoning: OpenReasoning) => Events): Events {
    if (this.#open instanceof OpenReasoning) return encode(this.#open);
    const closing = this.#endOpen(undefined);
    const reasoning = new OpenReasoning(this.#nextItem('rs'));
    this.#open = reasoning;
    return [...closing, ...reasoning.start(), ...encode(reasoning)];
  }

  /** @param detail - the phase of a message, or the signature of reasoning */
  #endOpen(detail: JsonValue | undefined): Events {
    const open = this.#open;
    this.#open = undefined;
    return open ? this.#keep(open.end(detail)) : [];
  }

  /** Keeps the items that these events end. */
  #keep(events: Events): Events {
    for (const { type, output_index: index, item } of events) {
      if (type !== 'response.output_item.done' || typeof index !== 'number') continue;
      this.items[index] = Object(item);
    }
    return events;
  }

  #nextItem(prefix: string): ItemPosition {
    const index = this.#count++;
    return { id: `${prefix}_${this.#id}_${index}`, index };
  }
}
