import { assertNever } from '../../assert-never.ts';
import { write } from '../../server/reply-steps.ts';
import { type StreamSegment, createEventPart } from '../../stream/stream-segment.ts';
import type { CompletionScript } from '../wire/completion-script.ts';
import type { insertionFaultNames } from './fault-names.ts';
import { oddCharacters, oddComments, oddFields, oddText } from './odd-lines.ts';
import type { OpenAiFaultAmong } from './openai-fault.ts';

const largeFrameBytes = 200 * 1024;
const hugeFrameBytes = 20 * 1024 * 1024;
const floodCount = 100_000;

/** What stands in the middle of an answer that is plain before and after it. */
export function createInsertion(
  fault: OpenAiFaultAmong<typeof insertionFaultNames>,
  { say, chunk }: CompletionScript,
): StreamSegment {
  switch (fault.kind) {
    case 'malformed-event':
      return [createEventPart('{"id":"chatcmpl-')];
    case 'unknown-events':
      return [write('event: note\ndata: {"type":"note"}\n\n'), ...say({ object: 'emulator.note' })];
    case 'ping-event':
      return [write('event: ping\ndata: {}\n\n')];
    case 'scalar-events':
      return say(42, null, true, 'text', []);
    case 'non-string-content':
      return say(chunk({ content: 42 }));
    case 'empty-choices':
      return say({ ...chunk({}), choices: [] });
    case 'missing-choices':
      return say({ ...chunk({}), choices: undefined });
    case 'second-choice':
      return say(moveTo(1, chunk));
    case 'huge-index':
      return say(moveTo(2 ** 31 - 1, chunk));
    case 'quoted-done':
      return say('[DONE]');
    case 'forged-done':
      return [write('event: note\ndata: [DONE]\n\n')];
    case 'empty-data':
      return [write('data:\n\ndata\n\ndata: \n\n')];
    case 'comments':
      return [write(oddComments)];
    case 'unusual-fields':
      return [write(oddFields)];
    case 'unusual-characters':
      return [write(oddCharacters), write(encodeOddly(chunk))];
    case 'large-frame':
      return say(pad(fault.bytes ?? largeFrameBytes, chunk));
    case 'huge-frame':
      return say(pad(fault.bytes ?? hugeFrameBytes, chunk));
    case 'event-flood':
      return [write(`data: ${JSON.stringify(chunk({}))}\n\n`.repeat(fault.count ?? floodCount))];
    default:
      return assertNever(fault);
  }
}

type CreateChunk = CompletionScript['chunk'];

/** Words of another choice than the one that was asked for. */
function moveTo(index: number, chunk: CreateChunk): object {
  const delta = { content: 'of another choice' };
  return { ...chunk({}), choices: [{ index, delta, logprobs: null, finish_reason: null }] };
}

/** It says nothing: what is told beside it stands there unescaped. */
function encodeOddly(chunk: CreateChunk): string {
  return `data: ${JSON.stringify({ ...chunk({}), padding: oddText })}\n\n`;
}

/** It says nothing: only what is told beside it is large. */
function pad(bytes: number, chunk: CreateChunk): object {
  return { ...chunk({}), padding: 'x'.repeat(bytes) };
}
