import type { AcceptConditions, AcceptFunction } from '../../chat/accept-options.ts';
import { ConfigurationError } from '../../errors/configuration-error.ts';
import type { Resolution } from '../../registry/route/route.ts';
import type { CheckedCall } from '../../request/read-call.ts';
import type { CollectedResponse } from '../../stream/chat-collector.ts';
import type { ReadMode } from '../read-mode.ts';
import type { Output, OutputFormat } from './read-output.ts';
import { readOutput, rejectedError, toOutputFormat } from './read-output.ts';

/** What a complete response must fulfill before its attempt succeeds. */
export interface Acceptance {
  readonly conditions: AcceptConditions;
  readonly format: OutputFormat;
  readonly accepts: AcceptFunction | undefined;
}

/**
 * Returns what the responses of a chat must fulfill. Undefined if every response that is not empty is accepted.
 *
 * @throws ConfigurationError `invalid-configuration` for `accept` if the caller receives responses before they are
 * complete
 */
export function createAcceptance(
  call: CheckedCall,
  { path, policy: { accept: conditions, commit } }: Pick<Resolution, 'path' | 'policy'>,
  readMode: ReadMode,
): Acceptance | undefined {
  const { accept } = call.options;
  const accepts = typeof accept === 'function' ? accept : undefined;
  const isComplete = readMode === 'response' || commit === 'complete';
  if (conditions || accepts) {
    if (!isComplete) throw streamError(accept ? 'options.accept' : `${path}.accept`);
  } else if (!isComplete || !call.outputSchema) return undefined;
  const format = toOutputFormat(call, conditions?.schema === true);
  return { conditions: conditions ?? {}, format, accepts };
}

function streamError(path: string): ConfigurationError {
  return new ConfigurationError({
    path,
    expected: "text() or response() as the first read, or the commit 'complete'",
    received: "an iteration with the commit 'first-content'",
    advice: "set commit: 'complete' in the chain, or read the response with text() or response()",
  });
}

/**
 * Returns the output of a response that is accepted.
 *
 * @throws ProviderError `response-rejected`. The message names the condition, and contains no text of the response
 */
export async function acceptResponse(
  response: CollectedResponse,
  { conditions, format, accepts }: Acceptance,
): Promise<Output> {
  const reason = findRejection(response, conditions);
  if (reason !== undefined) throw rejectedError(response, reason);
  const read = await readOutput(response, format);
  if (accepts) await callFunction(accepts, response, read);
  return read;
}

function findRejection(
  { finishReason, text, toolCalls }: CollectedResponse,
  { finishReasons, minTextLength = 0 }: AcceptConditions,
): string | undefined {
  if (finishReasons && !finishReasons.includes(finishReason)) {
    return `finish reason "${finishReason}", expected ${finishReasons.join(', ')} (accept.finishReasons)`;
  }
  const { length } = text.trim();
  if (length >= minTextLength || toolCalls.length > 0) return undefined;
  return `text of length ${length}, expected at least ${minTextLength} (accept.minTextLength)`;
}

async function callFunction(
  accepts: AcceptFunction,
  response: CollectedResponse,
  { output }: Output,
): Promise<void> {
  let accepted: unknown;
  try {
    // Its type cannot name the output of the schema.
    accepted = await Reflect.apply(accepts, undefined, [{ ...response, output }]);
  } catch (cause) {
    throw rejectedError(response, 'the function accept threw an error (see cause)', cause);
  }
  if (accepted === true) return;
  const reason = accepted === false ? 'false' : `a value of type ${typeof accepted}`;
  throw rejectedError(response, `the function accept returned ${reason}`);
}
