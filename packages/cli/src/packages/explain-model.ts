import type { ChainExplanation, ChatRequest, Understudy } from '@understudy/core';

/** What a chat with a model would do; any question will do, as long as it is only words. */
export function explainModel(
  understudy: Pick<Understudy, 'explain'>,
  model: ChatRequest['model'],
): ChainExplanation {
  return understudy.explain({ model, messages: [{ role: 'user', content: 'Hi' }] });
}
