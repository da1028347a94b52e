import type { RequestContent } from '../chat/chat-request.ts';
import type { ContentPart } from '../chat/message.ts';
import { UnderstudyError } from '../errors/understudy-error.ts';
import { invalidValue } from '../input/readers.ts';

/** Returns the estimated tokens of a request and its response. */
export type TokenEstimator = (request: RequestContent) => number;

/** A usual average of English text. */
const charactersPerToken = 4;
/** A usual size of an image or a page of a document. */
const tokensPerFile = 1000;

/**
 * The default of `estimateTokens`: a quarter of the characters, 1,000 for each image and file, and `maxOutputTokens`.
 */
export const estimateTokens: TokenEstimator = ({ messages, tools = [], maxOutputTokens = 0 }) => {
  const size = { characters: 0, files: 0 };
  for (const { content } of messages) {
    if (typeof content === 'string') size.characters += content.length;
    else for (const part of content) addPart(part, size);
  }
  for (const tool of tools) size.characters += JSON.stringify(tool).length;
  return (
    Math.ceil(size.characters / charactersPerToken) + size.files * tokensPerFile + maxOutputTokens
  );
};

function addPart(part: ContentPart, size: { characters: number; files: number }): void {
  if (part.type === 'image' || part.type === 'file') size.files += 1;
  else if ('text' in part && typeof part.text === 'string') size.characters += part.text.length;
  else size.characters += JSON.stringify(part).length;
}

/**
 * Calls the estimator of an app.
 *
 * @throws ConfigurationError if it does not return a count; UnderstudyError `internal` if it throws, with the error as
 * its cause
 */
export function readEstimate(estimate: TokenEstimator, request: RequestContent): number {
  const tokens = call(estimate, request);
  if (typeof tokens === 'number' && tokens >= 0 && Number.isFinite(tokens)) return tokens;
  throw invalidValue('estimateTokens()', 'a finite number of at least 0', tokens);
}

function call(estimate: TokenEstimator, request: RequestContent): unknown {
  try {
    return estimate(request);
  } catch (cause) {
    throw new UnderstudyError('internal', 'the function estimateTokens threw an error', { cause });
  }
}
