import { cutText } from '../../stream/text/cut-text.ts';
import type { OutputItem } from '../response/output-item.ts';
import type { Encoding, ResponseDraft } from '../response/response-draft.ts';
import {
  createResponseBody,
  createStartedBody,
  encodeItem,
  encodePart,
  encodeSummary,
  startItem,
} from './response-body.ts';
import type { ResponseEvent } from './response-event.ts';

/** The events before the items. */
export function createOpening({ response }: ResponseDraft): readonly ResponseEvent[] {
  const started = createStartedBody(response, 'in_progress');
  return [
    { type: 'response.created', response: started },
    { type: 'response.in_progress', response: started },
  ];
}

/** The events of the items. */
export function createContent({ response, encoding }: ResponseDraft): readonly ResponseEvent[] {
  if (encoding.itemEvents === 'none') return [];
  const events = response.items.map((item, index) => createItemEvents(item, index, encoding));
  const ordered = encoding.isInterleaved ? interleave(events) : events.flat();
  return encoding.hasRotatedIds ? ordered.map(rotateId) : ordered;
}

/** The last event, with the complete response. */
export function createEnd({ response, encoding }: ResponseDraft): ResponseEvent {
  const body = createResponseBody(response, encoding);
  return { type: `response.${response.status}`, response: body };
}

export const keepAlive: ResponseEvent = { type: 'keepalive' };

function createItemEvents(
  item: OutputItem,
  index: number,
  encoding: Encoding,
): readonly ResponseEvent[] {
  const position = { output_index: index };
  const added = { type: 'response.output_item.added', ...position, item: startItem(item) };
  const done = { type: 'response.output_item.done', ...position, item: encodeItem(item) };
  switch (encoding.itemEvents) {
    case 'all':
      return [added, ...createDeltas(item, { item_id: item.id, ...position }, encoding), done];
    case 'without-deltas':
      return [added, done];
    default:
      return [done];
  }
}

interface Position {
  readonly item_id: string;
  readonly output_index: number;
}

function createDeltas(
  item: OutputItem,
  position: Position,
  encoding: Encoding,
): readonly ResponseEvent[] {
  switch (item.type) {
    case 'message':
      return createMessageEvents(item, position, encoding);
    case 'reasoning':
      return [
        ...Array.from({ length: encoding.keepAlives }, () => keepAlive),
        ...item.summary.flatMap((text, index) =>
          createSummaryEvents(text, { ...position, summary_index: index }, encoding),
        ),
      ];
    case 'function_call': {
      const type = 'response.function_call_arguments';
      const text = item.argumentsText;
      return [
        ...split(text, encoding).map((delta) => ({ type: `${type}.delta`, ...position, ...delta })),
        { type: `${type}.done`, ...position, name: item.name, arguments: text },
      ];
    }
  }
}

function createMessageEvents(
  item: Extract<OutputItem, { readonly type: 'message' }>,
  itemPosition: Position,
  encoding: Encoding,
): readonly ResponseEvent[] {
  const { text, refusal } = item;
  const position = { ...itemPosition, content_index: 0 };
  const type = refusal === '' ? 'response.output_text' : 'response.refusal';
  const complete = refusal === '' ? { text, logprobs: [] } : { refusal };
  const empty = encodePart({ text: '', refusal: '' });
  const part = refusal === '' ? empty : { type: 'refusal', refusal: '' };
  return [
    { type: 'response.content_part.added', ...position, part },
    ...split(text + refusal, encoding).map((delta) => ({
      type: `${type}.delta`,
      ...position,
      ...delta,
    })),
    { type: `${type}.done`, ...position, ...complete },
    { type: 'response.content_part.done', ...position, part: encodePart(item) },
  ];
}

function createSummaryEvents(
  text: string,
  position: object,
  encoding: Encoding,
): readonly ResponseEvent[] {
  const type = 'response.reasoning_summary_text';
  const partType = 'response.reasoning_summary_part';
  return [
    { type: `${partType}.added`, ...position, part: encodeSummary('') },
    ...split(text, encoding).map((delta) => ({ type: `${type}.delta`, ...position, ...delta })),
    { type: `${type}.done`, ...position, text },
    { type: `${partType}.done`, ...position, part: encodeSummary(text) },
  ];
}

function split(
  text: string,
  { charactersPerChunk, hasObfuscation }: Encoding,
): readonly { readonly delta: string }[] {
  return cutText(text, charactersPerChunk).map((delta, index) => ({
    delta,
    ...(hasObfuscation ? { obfuscation: 'x'.repeat(1 + (index % 16)) } : {}),
  }));
}

/** Replaces the id of an event by its number. */
function rotateId(event: ResponseEvent, number: number): ResponseEvent {
  const id = `rotated_${number}`;
  const { item } = event;
  return {
    ...event,
    ...(event['item_id'] === undefined ? {} : { item_id: id }),
    ...(item === undefined ? {} : { item: { ...Object(item), id } }),
  };
}

/** Returns the first item of each list, then the second of each, and so on. */
function interleave<Item>(lists: readonly (readonly Item[])[]): readonly Item[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) =>
    lists.flatMap((list) => list.slice(index, index + 1)),
  ).flat();
}

/** Returns the length of the text in an event, in UTF-16 units. */
export function measureEvent({ type, delta }: ResponseEvent): number {
  return typeof delta === 'string' && !type.includes('arguments') ? delta.length : 0;
}
