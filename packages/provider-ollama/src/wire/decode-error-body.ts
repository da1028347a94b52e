import type { ErrorCode, JsonValue } from '@understudy/core/provider';
import { readObject, readString } from '@understudy/provider-utils';
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
    phrase: /does not support (?:chat|completion|tools|thinking|images|vision|insert|generate)/,
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

/** Decodes the error in a JSON body or a line: `error` as a string, or as an object with a message. */
export function decodeErrorBody(body: JsonValue): VendorError | undefined {
  const message = readString(body, 'error') ?? readString(readObject(body, 'error'), 'message');
  if (message === undefined || message === '') return undefined;
  const wording = removeQuotes(message.slice(0, 4096));
  const { code, advice, shouldRetry } = rules.find(({ phrase }) => phrase.test(wording)) ?? {};
  return { vendorMessage: message, code, advice, shouldRetry };
}

/** The name of a model is copied from the request, so that it must not decide. */
function removeQuotes(message: string): string {
  return message
    .replaceAll(/"[^"]*"|'[^']*'/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}
