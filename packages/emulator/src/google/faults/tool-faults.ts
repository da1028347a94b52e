import type { ResponseDraft, ResponsePart } from '../response/response.ts';
import { change, encodeWith } from './change-draft.ts';

/** Faults that change the function calls of a response. */
export const toolFaults = {
  'tool-id-missing': {
    on: 'chat',
    description: 'function calls have no id',
    apply: (draft: ResponseDraft): ResponseDraft => mapCalls(draft, { id: undefined }),
  },
  'tool-id-repeated': {
    on: 'chat',
    description: 'all function calls have the same id',
    apply: (draft: ResponseDraft): ResponseDraft => mapCalls(draft, { id: 'same' }),
  },
  'tool-arguments-missing': {
    on: 'chat',
    description: 'function calls have no arguments',
    apply: (draft: ResponseDraft): ResponseDraft =>
      encodeWith(mapCalls(draft, {}), { hasArguments: false }),
  },
  'tool-name-missing': {
    on: 'chat',
    description: 'function calls have an empty name',
    apply: (draft: ResponseDraft): ResponseDraft => mapCalls(draft, { name: '' }),
  },
  'tool-calls-joined': {
    on: 'stream',
    description: 'all function calls are in one chunk',
    apply: (draft: ResponseDraft): ResponseDraft =>
      encodeWith(mapCalls(draft, {}), { calls: 'joined' }),
  },
  'tool-arguments-in-pieces': {
    on: 'stream',
    description: 'function calls are sent in pieces, as Vertex AI does',
    apply: (draft: ResponseDraft): ResponseDraft =>
      encodeWith(mapCalls(draft, {}), { calls: 'pieces' }),
  },
} as const;

/** Without function calls, generated ones replace the content. */
function mapCalls(
  draft: ResponseDraft,
  changes: Partial<ResponsePart & { readonly type: 'call' }>,
): ResponseDraft {
  const { parts } = draft.response;
  const hasCalls = parts.some(({ type }) => type === 'call');
  const changed = (hasCalls ? parts : draft.generateCalls()).map((part) =>
    part.type === 'call' ? { ...part, ...changes } : part,
  );
  return change(draft, { parts: changed, finishReason: 'STOP' });
}
