import { cutText } from '../../stream/text/cut-text.ts';
import type { MessageDraft, StreamEncoding } from '../message/message-draft.ts';
import type { MessageBlock } from '../message/message.ts';
import { createMessageHead, createStopDetails, encodeUsage, parseInput } from './message-body.ts';
import { type MessageEvent, blockDelta, blockStart, blockStop, ping } from './message-event.ts';

/** The first event of a stream. */
export function createStart({ message, encoding }: MessageDraft): MessageEvent {
  const { usage } = message;
  const known = encoding.usage === 'corrected' ? { ...usage, inputTokens: 1 } : usage;
  return {
    type: 'message_start',
    message: {
      ...createMessageHead(message),
      content: [],
      stop_reason: null,
      stop_sequence: null,
      ...(encoding.usage !== 'none' && { usage: encodeUsage(known, 1) }),
    },
  };
}

/** The events of all blocks. */
export function createContent({ message, encoding }: MessageDraft): readonly MessageEvent[] {
  const events = message.blocks.map((block, index) => createBlockEvents(block, index, encoding));
  return encoding.isInterleaved ? interleave(events) : events.flat();
}

/** The event with the stop reason. */
export function createEnd({ message, encoding }: MessageDraft): MessageEvent {
  const { usage, stopReason, stopSequence } = message;
  const counts =
    encoding.usage === 'corrected'
      ? encodeUsage(usage, usage.outputTokens)
      : { output_tokens: usage.outputTokens };
  return {
    type: 'message_delta',
    delta: {
      stop_reason: stopReason,
      stop_sequence: stopSequence,
      stop_details: createStopDetails(message),
    },
    ...(encoding.usage !== 'none' && { usage: counts }),
  };
}

function createBlockEvents(
  block: MessageBlock,
  index: number,
  encoding: StreamEncoding,
): readonly MessageEvent[] {
  return [
    blockStart(index, encodeStart(block, encoding)),
    ...createDeltas(block, index, encoding),
    ...(encoding.hasBlockStops ? [blockStop(index)] : []),
  ];
}

function encodeStart(block: MessageBlock, { toolInput }: StreamEncoding): object {
  switch (block.type) {
    case 'text':
      return { type: 'text', text: '' };
    case 'thinking':
      return { type: 'thinking', thinking: '', signature: '' };
    case 'redacted_thinking':
      return block;
    case 'tool_use':
    case 'server_tool_use': {
      const { type, id, name } = block;
      return { type, id, name, input: toolInput === 'start' ? parseInput(block) : {} };
    }
  }
}

function createDeltas(
  block: MessageBlock,
  index: number,
  { charactersPerChunk, toolInput, silentPings }: StreamEncoding,
): readonly MessageEvent[] {
  const split = (text: string): readonly string[] => cutText(text, charactersPerChunk);
  switch (block.type) {
    case 'text':
      return split(block.text).map((text) => blockDelta(index, { type: 'text_delta', text }));
    case 'thinking':
      return [
        ...Array.from({ length: block.text === '' ? silentPings : 0 }, () => ping),
        ...split(block.text).map((thinking) =>
          blockDelta(index, { type: 'thinking_delta', thinking }),
        ),
        blockDelta(index, { type: 'signature_delta', signature: block.signature }),
      ];
    case 'redacted_thinking':
      return [];
    case 'tool_use':
    case 'server_tool_use': {
      const pieces = toolInput === 'deltas' ? ['', ...split(block.argumentsText)] : [];
      return pieces.map((piece) =>
        blockDelta(index, { type: 'input_json_delta', partial_json: piece }),
      );
    }
  }
}

/** Returns the first item of each list, then the second of each, and so on. */
function interleave<Item>(lists: readonly (readonly Item[])[]): readonly Item[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) =>
    lists.flatMap((list) => list.slice(index, index + 1)),
  ).flat();
}

/** Returns the length of the text in an event, in UTF-16 units. */
export function measureEvent({ delta }: MessageEvent): number {
  const { text = '', thinking = '' }: { text?: unknown; thinking?: unknown } = Object(delta);
  return String(text).length + String(thinking).length;
}
