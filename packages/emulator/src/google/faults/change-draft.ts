import type {
  GeminiResponse,
  ResponseDraft,
  ResponseEncoding,
  ResponsePart,
} from '../response/response.ts';

export function change(draft: ResponseDraft, changes: Partial<GeminiResponse>): ResponseDraft {
  return { ...draft, response: { ...draft.response, ...changes } };
}

export function prepend(draft: ResponseDraft, ...parts: readonly ResponsePart[]): ResponseDraft {
  return change(draft, { parts: [...parts, ...draft.response.parts] });
}

export function encodeWith(
  draft: ResponseDraft,
  changes: Partial<ResponseEncoding>,
): ResponseDraft {
  return { ...draft, encoding: { ...draft.encoding, ...changes } };
}
