import { removeQuotes } from '@understudy/core/internal';
import type { ErrorCode, JsonValue } from '@understudy/core/provider';
import { isJsonObject, readString, readWait } from '@understudy/provider-utils';
import type { VendorError } from '@understudy/provider-utils';

interface WordingRule {
  readonly phrase: RegExp;
  readonly code: ErrorCode;
  readonly advice?: string;
  readonly shouldRetry?: boolean;
}

const contextAdvice = 'raise options.num_ctx in providerOptions, or shorten the conversation';

/** The errors of Ollama have no code. The first match decides; quoted text is removed before. */
const rules: readonly WordingRule[] = [
  {
    phrase:
      /does not support (?:chat|completion|tools|thinking|images?|vision|insert|generate)|missing data required for image input/,
    code: 'unsupported-feature',
    advice: 'use a model with this capability, or omit the feature',
  },
  {
    phrase: /exceeds? the (?:available context size|context length)|longer than the context length/,
    code: 'context-length-exceeded',
    advice: contextAdvice,
  },
  { phrase: /^server busy|maximum pending requests exceeded/, code: 'overloaded' },
  {
    phrase: /requires more system memory/,
    code: 'server-error',
    advice: 'the model needs more memory than is available; use a smaller model or options.num_ctx',
    shouldRetry: false,
  },
  {
    phrase: /^model (?:is )?(?:not found|does not exist)/,
    code: 'model-not-found',
    advice: 'run "ollama pull" with the name of the model',
  },
];

/**
 * Decodes the error in a JSON body or a line: `error` as a string, or as an object with a message.
 *
 * @param now - wall-clock time, milliseconds since 1970. Without it, delays that are points in time are ignored
 */
export function decodeErrorBody(body: JsonValue, now?: number): VendorError | undefined {
  if (!isJsonObject(body)) return undefined;
  const error = isJsonObject(body.error) ? body.error : { message: body.error ?? null };
  const message = readString(error, 'message');
  if (message === undefined || message === '') return undefined;
  const wording = normalize(message.slice(0, 4096));
  const { code, advice, shouldRetry } = rules.find(({ phrase }) => phrase.test(wording)) ?? {};
  const retryAfterMs = readWait(error, message, now);
  return { vendorMessage: message, code, advice, shouldRetry, retryAfterMs };
}

/** The name of a model is copied from the request, so it must not decide. `removeQuotes` leaves U+25A1 instead. */
function normalize(message: string): string {
  const words = removeQuotes(message).split(/[\s\u25A1]+/);
  return words.join(' ').trim().toLowerCase();
}
