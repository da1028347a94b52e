import type {
  DocumentSourceEvent,
  JsonObject,
  JsonValue,
  SourceEvent,
} from '@understudy/core/provider';

import { encodeAnnotation, encodeMessage, encodeReasoning, encodeTextPart } from './encode-item.ts';

/** The id and the index of an item. */
export interface ItemPosition {
  readonly id: string;
  readonly index: number;
}

/** A piece of the text of a message. */
export interface TextDelta {
  /** The JSON of the fields that all pieces of the item have. */
  readonly position: string;
  readonly text: string;
}

const addedType = 'response.output_item.added';
const doneType = 'response.output_item.done';

/** A message that is being streamed. */
export class OpenMessage {
  readonly #id: string;
  readonly #item: JsonObject;
  readonly #part: JsonObject;
  readonly #position: string;
  readonly #pieces: string[] = [];
  readonly #annotations: JsonObject[] = [];
  #length = 0;

  constructor({ id, index }: ItemPosition) {
    this.#id = id;
    this.#item = { output_index: index };
    this.#part = { item_id: id, output_index: index, content_index: 0 };
    this.#position = JSON.stringify(this.#part).slice(1, -1);
  }

  start(): readonly JsonObject[] {
    return [
      { type: addedType, ...this.#item, item: encodeMessage(this.#id, [], undefined) },
      { type: 'response.content_part.added', ...this.#part, part: encodeTextPart('', []) },
    ];
  }

  /** Keeps a piece of the text. */
  add(text: string): TextDelta {
    this.#pieces.push(text);
    this.#length += text.length;
    return { position: this.#position, text };
  }

  encodeDelta(text: string): JsonObject {
    this.add(text);
    return { type: 'response.output_text.delta', ...this.#part, delta: text, logprobs: [] };
  }

  encodeSource(source: SourceEvent | DocumentSourceEvent): JsonObject {
    const annotation = encodeAnnotation(source, this.#length);
    const type = 'response.output_text.annotation.added';
    const index = this.#annotations.push(annotation) - 1;
    return { type, ...this.#part, annotation_index: index, annotation };
  }

  end(phase: JsonValue | undefined): readonly JsonObject[] {
    const text = this.#pieces.join('');
    const part = encodeTextPart(text, this.#annotations);
    const item = encodeMessage(this.#id, [part], phase);
    return [
      { type: 'response.output_text.done', ...this.#part, text, logprobs: [] },
      { type: 'response.content_part.done', ...this.#part, part },
      { type: doneType, ...this.#item, item },
    ];
  }
}

/** Reasoning that is being streamed, as one part of a summary. */
export class OpenReasoning {
  readonly #id: string;
  readonly #item: JsonObject;
  readonly #part: JsonObject;
  readonly #pieces: string[] = [];

  constructor({ id, index }: ItemPosition) {
    this.#id = id;
    this.#item = { output_index: index };
    this.#part = { item_id: id, output_index: index, summary_index: 0 };
  }

  start(): readonly JsonObject[] {
    return [{ type: addedType, ...this.#item, item: encodeReasoning(this.#id, '', undefined) }];
  }

  /** Clients add a text only to a part that was added before. */
  encodeDelta(text: string): readonly JsonObject[] {
    const isFirst = this.#pieces.length === 0;
    this.#pieces.push(text);
    const delta = { type: 'response.reasoning_summary_text.delta', ...this.#part, delta: text };
    if (!isFirst) return [delta];
    const part = { type: 'summary_text', text: '' };
    return [{ type: 'response.reasoning_summary_part.added', ...this.#part, part }, delta];
  }

  end(signature: JsonValue | undefined): readonly JsonObject[] {
    const text = this.#pieces.join('');
    const encrypted = typeof signature === 'string' ? signature : undefined;
    const done = [
      { type: 'response.reasoning_summary_text.done', ...this.#part, text },
      {
        type: 'response.reasoning_summary_part.done',
        ...this.#part,
        part: { type: 'summary_text', text },
      },
    ];
    const item = encodeReasoning(this.#id, text, encrypted);
    const hasPart = this.#pieces.length > 0;
    return [...(hasPart ? done : []), { type: doneType, ...this.#item, item }];
  }
}
