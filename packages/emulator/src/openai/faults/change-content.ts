import { assertNever } from '../../assert-never.ts';
import { write } from '../../server/reply-steps.ts';
import { encodeJson } from '../../stream/encode-json.ts';
import { createInvalidFrame } from '../../stream/invalid-frame.ts';
import { type StreamSegment, headersSegment } from '../../stream/stream-segment.ts';
import { createErrorBody } from '../errors/error-reply.ts';
import { serverError } from '../errors/openai-errors.ts';
import type { CompletionScript } from '../wire/completion-script.ts';
import type { contentFaultNames } from './fault-names.ts';
import type { OpenAiFaultAmong } from './openai-fault.ts';

const error = createErrorBody(serverError);

/** The passages of a stream that says something else than the plain answer, in the order they are played. */
export function changeContent(
  fault: OpenAiFaultAmong<typeof contentFaultNames>,
  script: CompletionScript,
): readonly StreamSegment[] {
  const { opening, early, late, final, usage, done, say, chunk } = script;
  switch (fault.kind) {
    case 'error-before-text':
      return [headersSegment, say(error), done];
    case 'error-after-text':
      return [opening, early, say(error), done];
    case 'error-event':
      return [opening, early, [write(`event: error\ndata: ${JSON.stringify(error)}\n\n`)]];
    case 'error-event-bare':
      return [opening, early, [write(`event: error\ndata: ${JSON.stringify(error.error)}\n\n`)]];
    case 'error-event-text':
      return [opening, early, [write('event: error\ndata: Internal Server Error\n\n')]];
    case 'error-finish':
      return [opening, early, say(createErrorFinish(script)), done];
    case 'internal-server-error-line':
      return [opening, early, [write('Internal Server Error\n')]];
    case 'invalid-utf8': {
      const frame = createInvalidFrame((mark) => encodeJson(chunk({ content: mark }), true));
      return [opening, early, late, [frame], final, usage, done];
    }
    default:
      return assertNever(fault);
  }
}

/** As OpenRouter tells that the vendor behind it broke off. */
function createErrorFinish({ chunk }: CompletionScript): object {
  const choices = [{ index: 0, delta: { content: '' }, finish_reason: 'error' }];
  return { ...chunk({}), error: { code: 502, message: 'Provider disconnected' }, choices };
}
