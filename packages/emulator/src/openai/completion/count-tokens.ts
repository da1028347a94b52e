import type { Content, Usage } from './completion.ts';

/** The length of a token in UTF-16 units. It is fixed, so that equal texts have equal usage. */
export const charactersPerToken = 4;

export function countTokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}

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
