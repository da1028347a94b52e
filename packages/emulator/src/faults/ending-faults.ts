import { drop, reset, settle, stall, write } from '../server/reply-steps.ts';
import type { StreamPart } from '../stream/stream-part.ts';
import {
  type StreamSegment,
  type StreamSegments,
  createEventPart,
  headersSegment,
} from '../stream/stream-segment.ts';

/** The segments of a stream, split at the position of the fault. */
export interface EndingContext {
  readonly beforeFault: readonly StreamSegment[];
  /** The remaining segments, without the end marker. */
  readonly afterFault: readonly StreamSegment[];
  readonly done: StreamSegment;
  /** The start of an event, cut off in the middle of its JSON. */
  readonly halfFrame: string;
}

const comment = write(': still here\n\n');

/** Faults of a stream that does not end, or ends otherwise than with `[DONE]` and a closed body. */
export const endingFaults = {
  'empty-stream': {
    on: 'stream',
    description: 'the body is empty',
    apply: (): StreamSegments => [],
  },
  'only-comments': {
    on: 'stream',
    description: 'the body has three comments and no event',
    apply: (): StreamSegments => [headersSegment, [comment, comment, comment]],
  },
  'only-done': {
    on: 'stream',
    description: 'the body has only the end marker',
    apply: ({ done }: EndingContext): StreamSegments => [done],
  },
  'missing-done': {
    on: 'stream',
    description: 'the end marker is missing',
    apply: ({ beforeFault, afterFault }: EndingContext): StreamSegments => [
      ...beforeFault,
      ...afterFault,
    ],
  },
  'open-after-done': {
    on: 'stream',
    description: 'the connection stays open after the end marker',
    apply: (context: EndingContext): StreamSegments => [...completeStream(context), [stall]],
  },
  'junk-after-done': {
    on: 'stream',
    description: 'an event and invalid text follow the end marker',
    apply: (context: EndingContext): StreamSegments => [
      ...completeStream(context),
      [createEventPart('{"junk":true}'), write('<junk>')],
    ],
  },
  'endless-comments': {
    on: 'stream',
    parameters: { intervalMs: { type: 'delay', default: 10 } },
    description: 'comments are sent without end, `intervalMs` apart',
    apply: (_: EndingContext, { intervalMs }: { readonly intervalMs: number }): StreamSegments => [
      repeatComment(intervalMs),
    ],
  },
  'truncated-stream': {
    on: 'stream',
    position: true,
    description: 'the body ends in the middle of the response',
    apply: ({ beforeFault }: EndingContext): StreamSegments => beforeFault,
  },
  'end-mid-frame': {
    on: 'stream',
    position: true,
    description: 'the body ends in the middle of an event',
    apply: (context: EndingContext): StreamSegments => cutFrame(context, []),
  },
  'disconnect-after-text': {
    on: 'stream',
    position: true,
    description: 'the connection closes (FIN) without the end of the body',
    apply: ({ beforeFault }: EndingContext): StreamSegments => [...beforeFault, [settle, drop]],
  },
  'disconnect-mid-frame': {
    on: 'stream',
    position: true,
    description: 'the connection closes (FIN) in the middle of an event',
    apply: (context: EndingContext): StreamSegments => cutFrame(context, [settle, drop]),
  },
  'reset-mid-frame': {
    on: 'stream',
    position: true,
    description: 'the connection is reset (RST) in the middle of an event',
    apply: (context: EndingContext): StreamSegments => cutFrame(context, [settle, reset]),
  },
  'stall-after-text': {
    on: 'stream',
    position: true,
    description: 'nothing more is sent, and the connection stays open',
    apply: ({ beforeFault }: EndingContext): StreamSegments => [...beforeFault, [stall]],
  },
} as const;

function completeStream({ beforeFault, afterFault, done }: EndingContext): StreamSegments {
  return [...beforeFault, ...afterFault, done];
}

function cutFrame({ beforeFault, halfFrame }: EndingContext, end: StreamSegment): StreamSegments {
  return [...beforeFault, [write(halfFrame), ...end]];
}

/** Creates comments without end. */
export function* repeatComment(intervalMs: number): Generator<StreamPart> {
  for (;;) {
    yield comment;
    yield { kind: 'wait', ms: intervalMs };
  }
}
