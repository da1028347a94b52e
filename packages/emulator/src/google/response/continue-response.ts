import { countTokens } from '../../openai/completion/count-tokens.ts';
import { type Continuation, createContinuationToken, sliceText } from './continuation.ts';
import type { ResponseDraft, ResponsePart } from './response.ts';

/** Returns the part of a response that belongs to one request. Other parts than the text belong to the last one. */
export function continueResponse(draft: ResponseDraft, continuation: Continuation): ResponseDraft {
  const { index, count } = continuation;
  const isLast = index + 1 >= count;
  const { response } = draft;
  const text = response.parts
    .filter(isPlain)
    .map((part) => part.text)
    .join('');
  const slice = sliceText(text, continuation);
  const thoughts = response.parts.filter((part) => part.type === 'text' && part.isThought);
  const others = response.parts.filter((part) => !isPlain(part) && !thoughts.includes(part));
  return {
    ...draft,
    response: {
      ...response,
      parts: [
        ...(index === 0 ? thoughts : []),
        { type: 'text', text: slice, isThought: false },
        ...(isLast ? others : []),
      ],
      finishReason: isLast ? response.finishReason : 'CONTINUATION',
      continuationToken: isLast ? undefined : createContinuationToken({ index: index + 1, count }),
      usage: {
        ...response.usage,
        candidatesTokens: countTokens(slice),
        thoughtsTokens: index === 0 ? response.usage.thoughtsTokens : 0,
      },
    },
  };
}

function isPlain(part: ResponsePart): part is ResponsePart & { readonly type: 'text' } {
  return part.type === 'text' && !part.isThought && part.signature === undefined;
}
