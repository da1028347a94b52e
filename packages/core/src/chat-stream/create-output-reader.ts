import type { Output as ResponseOutput } from '../chain/accept/read-output.ts';
import { readOutput, toOutputFormat } from '../chain/accept/read-output.ts';
import type { CompleteResponse } from '../chain/chat-call.ts';
import type { ChatResponse } from '../chat/chat-response.ts';
import { findRespondingAttempt } from '../chat/find-responding-attempt.ts';
import { isProviderError } from '../errors/is-error.ts';
import type { ErrorTarget } from '../errors/provider-error.ts';
import type { CheckedInput } from '../request/read-call.ts';
import type { Call, CallScope } from '../scope/call-scope.ts';
import type { CollectedResponse } from '../stream/chat-collector.ts';

/** Adds `output` to a response. The signal of the chat aborts when it is canceled. */
export type OutputReader<Output> = (
  complete: Promise<CompleteResponse>,
  chat: Pick<Call, 'signal'>,
) => Promise<ChatResponse<Output>>;

/**
 * Returns the reader for the requested format. It validates a response that was passed on before it was complete. The
 * scope ends an asynchronous validation.
 */
export function createOutputReader<Output>(
  input: CheckedInput,
  scope: CallScope,
): OutputReader<Output>;
export function createOutputReader(input: CheckedInput, scope: CallScope): OutputReader<unknown> {
  return async (complete, chat) => {
    const { response, accepted } = await complete;
    if (accepted) return { ...response, ...accepted };
    if (input.type === 'invalid') throw input.error;
    const wait = (work: Promise<ResponseOutput>): Promise<ResponseOutput> => {
      const { signal } = chat;
      const callerSignal = input.signal ? AbortSignal.any([signal, input.signal]) : signal;
      return scope.run({ name: 'validation of a response', callerSignal }, () => work);
    };
    try {
      const read = readOutput(response, toOutputFormat(input, false));
      return { ...response, ...(read instanceof Promise ? await wait(read) : read) };
    } catch (error) {
      throw isProviderError(error) ? error.withTarget(toTarget(response)) : error;
    }
  };
}

function toTarget({ provider, text, attempts }: CollectedResponse): ErrorTarget {
  const model = findRespondingAttempt(attempts)?.model ?? '';
  return { provider, model, phase: 'content', partialText: text };
}
