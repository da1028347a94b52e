import type { Content, Usage } from './completion.ts';

/** A token is four UTF-16 units here: the same text always counts the same. */
export const charactersPerToken = 4;

export function countTokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}

/** What an answer costs. */
export function countUsage(prompt: string, content: Content): Usage {
  const { reasoning, text, refusal, toolCalls } = content;
  const calls = toolCalls.map(({ name, argumentsText }) => name + argumentsText).join('');
  const reasoningTokens = countTokens(reasoning);
  return {
    promptTokens: countTokens(prompt),
    completionTokens: reasoningTokens + countTokens(text + refusal + calls),
    reasoningTokens,
  };
}
