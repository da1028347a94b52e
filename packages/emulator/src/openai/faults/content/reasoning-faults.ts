import { type Content, emptyContent } from '../../completion/completion.ts';
import type { ResponseDraft } from '../../completion/response-draft.ts';

/**
 * Faults of reasoning.
 *
 * If the response has no reasoning, they generate it.
 */
export const reasoningFaults = {
  'reasoning-think-tags': {
    on: 'chat',
    description: 'the text starts with the reasoning in the tag `<think>`',
    apply: (draft: ResponseDraft): ResponseDraft => moveToText(draft, '<think>\n'),
  },
  'reasoning-think-unopened': {
    on: 'chat',
    description: 'the text starts with the reasoning and `</think>`; the opening tag is missing',
    apply: (draft: ResponseDraft): ResponseDraft => moveToText(draft, ''),
  },
  'reasoning-parts': {
    on: 'chat',
    description:
      '`content` is a list of parts; the first contains the reasoning, as sent by Databricks',
    apply: (draft: ResponseDraft): ResponseDraft => ({
      ...draft,
      content: addReasoning(draft),
      encoding: { ...draft.encoding, contentAsParts: true, reasoningAsPart: true },
    }),
  },
  'reasoning-hidden': {
    on: 'chat',
    description: 'the reasoning is counted in the usage but not sent',
    apply: (draft: ResponseDraft): ResponseDraft => ({
      ...draft,
      content: addReasoning(draft),
      hideReasoning: true,
    }),
  },
  'reasoning-only': {
    on: 'chat',
    description:
      'there is no content, because the reasoning used all tokens: it is counted but not sent; the finish reason is `length`',
    apply: (draft: ResponseDraft): ResponseDraft => ({
      ...draft,
      content: { ...emptyContent, reasoning: addReasoning(draft).reasoning },
      finishReason: 'length',
      hideReasoning: true,
    }),
  },
} as const;

function addReasoning({ content, generateReasoning }: ResponseDraft): Content {
  return content.reasoning === '' ? { ...content, reasoning: generateReasoning() } : content;
}

/** Moves the reasoning to the start of the text, as servers without a reasoning parser do. */
function moveToText(draft: ResponseDraft, openingTag: string): ResponseDraft {
  const content = addReasoning(draft);
  const text = `${openingTag}${content.reasoning}\n</think>\n\n${content.text}`;
  return { ...draft, content: { ...content, reasoning: '', text } };
}
