import { assertNever } from '../../assert-never.ts';
import { reset, settle, write } from '../../server/reply-steps.ts';
import type { StreamPart } from '../../stream/stream-part.ts';
import { type StreamSegment, headersSegment } from '../../stream/stream-segment.ts';
import type { closingFaultNames } from './fault-names.ts';
import type { OpenAiFaultAmong } from './openai-fault.ts';

/** A stream up to its end marker, and the marker. */
export interface ClosingScript {
  readonly whole: readonly StreamSegment[];
  /** All that is said, without why it ended. */
  readonly unfinished: readonly StreamSegment[];
  /** The event that tells why it ended. */
  readonly finish: string;
  readonly done: StreamSegment;
}

/** The passages of a stream with its end marker spelt another way, or with an end nobody expects. */
export function changeClosing(
  fault: OpenAiFaultAmong<typeof closingFaultNames>,
  { whole, unfinished, finish, done }: ClosingScript,
): readonly StreamSegment[] {
  switch (fault.kind) {
    case 'done-unspaced':
      return [...whole, [write('data:[DONE]\n\n')]];
    case 'done-trailing-blank':
      return [...whole, [write('data: [DONE] \n\n')]];
    case 'done-unfinished':
      return [...whole, [write('data: [DONE]')]];
    case 'done-twice':
      return [...whole, done, [write('data: [DONE]\n\n')]];
    case 'unfinished-event':
      return [...unfinished, [write(`data: ${finish}`)]];
    case 'endless-line':
      return [headersSegment, repeatWithoutEnd()];
    case 'reset-before-headers':
      return [[reset]];
    case 'reset-after-headers':
      return [headersSegment, [settle, reset]];
    default:
      return assertNever(fault);
  }
}

function* repeatWithoutEnd(): Generator<StreamPart> {
  yield write('data: "');
  for (;;) {
    yield write('x'.repeat(64 * 1024));
    yield { kind: 'wait', ms: 0 };
  }
}
