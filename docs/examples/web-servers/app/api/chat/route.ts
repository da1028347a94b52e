import { errorRule, isUnderstudyError } from '@understudy/core';

import { readQuestion } from '../../../src/read-question.ts';
import { understudy } from '../../../src/understudy.ts';

/** Streams the response to the question of the body as text. */
export async function POST(request: Request): Promise<Response> {
  const content = readQuestion(await request.json());
  if (content === undefined) return Response.json({ error: 'no question' }, { status: 400 });
  const messages = [{ role: 'user', content }] as const;
  // The signal aborts when the client disconnects.
  const chat = understudy.chat({ model: 'support', messages }, { signal: request.signal });
  const texts = chat.textStream[Symbol.asyncIterator]();
  try {
    // Before the first content, a failure can be reported with its own status.
    const first = await texts.next();
    const stream = new ReadableStream<string>({
      start: (controller) => push(controller, first),
      pull: async (controller) => push(controller, await texts.next()),
      cancel: () => chat.cancel(),
    });
    const headers = { 'content-type': 'text/plain; charset=utf-8' };
    return new Response(stream.pipeThrough(new TextEncoderStream()), { headers });
  } catch (error) {
    if (request.signal.aborted) return new Response(null, { status: 499 }); // nobody receives it
    if (!isUnderstudyError(error)) throw error;
    const { httpStatus: status } = errorRule(error.code);
    return Response.json({ error: error.code }, { status });
  }
}

function push(
  controller: ReadableStreamDefaultController<string>,
  { value }: IteratorResult<string, void>,
): void {
  if (typeof value === 'string') controller.enqueue(value);
  else controller.close();
}
