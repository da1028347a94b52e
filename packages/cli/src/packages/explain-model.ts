import type { ChainExplanation, ChatRequest, Understudy } from '@understudy/core';

/** Explains a chat with a model. The text of the message does not affect the explanation. */
export function explainModel(
  understudy: Pick<Understudy, 'explain'>,
  model: ChatRequest['model'],
): ChainExplanation {
  return understudy.explain({ model, messages: [{ role: 'user', content: 'Hi' }] });
}
