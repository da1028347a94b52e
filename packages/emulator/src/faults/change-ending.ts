import { assertNever } from '../assert-never.ts';
import { drop, reset, settle, stall, write } from '../server/reply-steps.ts';
import type { StreamPart } from '../stream/stream-part.ts';
import { type StreamSegment, createEventPart, headersSegment } from '../stream/stream-segment.ts';
import type { FaultOf } from './fault.ts';

/** A stream that breaks off once some of it was said. */
export const placedEndingFaultNames = [
  'truncated-stream',
  'end-mid-frame',
  'disconnect-after-text',
  'disconnect-mid-frame',
  'reset-mid-frame',
  'stall-after-text',
] as const;

/** A stream that ends in another way, or does not end, whatever was said. */
export const fixedEndingFaultNames = [
  'empty-stream',
  'only-comments',
  'only-done',
  'missing-done',
  'open-after-done',
  'junk-after-done',
  'stall-before-headers',
  'stall-after-headers',
  'endless-comments',
] as const;

export type EndingFaultName =
  | (typeof placedEndingFaultNames)[number]
  | (typeof fixedEndingFaultNames)[number];

/** A stream that ends in another way than `[DONE]` and a clean end, or does not end. */
export const endingFaultNames: readonly EndingFaultName[] = [
  ...fixedEndingFaultNames,
  ...placedEndingFaultNames,
];

export interface EndingFaultParameters {
  /** @defaultValue intervalMs 10 */
  readonly 'endless-comments': { readonly intervalMs?: number };
}

type EndingFault = {
  [Name in EndingFaultName]: FaultOf<Name, EndingFaultParameters, never>;
}[EndingFaultName];

/** A stream in three parts, and a frame that no reader can take for a whole one. */
export interface EndingScript {
  /** Up to where the fault falls. */
  readonly beginning: readonly StreamSegment[];
  /** What follows the beginning, without the end marker. */
  readonly rest: readonly StreamSegment[];
  readonly done: StreamSegment;
  readonly halfFrame: string;
}

const comment = write(': still here\n\n');

/** The passages of a stream that does not end, or not as it should, in the order they are played. */
export function changeEnding(fault: EndingFault, script: EndingScript): readonly StreamSegment[] {
  const { beginning, rest, done } = script;
  const whole = [...beginning, ...rest];
  const halfFrame = write(script.halfFrame);
  switch (fault.kind) {
    case 'empty-stream':
      return [];
    case 'only-comments':
      return [headersSegment, Array.from({ length: 3 }, () => comment)];
    case 'only-done':
      return [done];
    case 'missing-done':
      return whole;
    case 'open-after-done':
      return [...whole, done, [stall]];
    case 'junk-after-done':
      return [...whole, done, [createEventPart('{"junk":true}'), write('<junk>')]];
    case 'truncated-stream':
      return beginning;
    case 'end-mid-frame':
      return [...beginning, [halfFrame]];
    case 'disconnect-after-text':
      return [...beginning, [settle, drop]];
    case 'disconnect-mid-frame':
      return [...beginning, [halfFrame, settle, drop]];
    case 'reset-mid-frame':
      return [...beginning, [halfFrame, settle, reset]];
    case 'stall-before-headers':
      return [[stall]];
    case 'stall-after-headers':
      return [headersSegment, [stall]];
    case 'stall-after-text':
      return [...beginning, [stall]];
    case 'endless-comments':
      return [repeatComment(fault.intervalMs ?? 10)];
    default:
      return assertNever(fault);
  }
}

function* repeatComment(intervalMs: number): Generator<StreamPart> {
  for (;;) {
    yield comment;
    yield { kind: 'wait', ms: intervalMs };
  }
}
