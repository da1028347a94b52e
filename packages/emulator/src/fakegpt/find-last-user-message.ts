const userPrefix = 'User: ';
const assistantSuffix = /(?:^|\n)Assistant:\s*$/u;

/**
 * Returns the last user message of a prompt.
 *
 * A prompt can contain a history of `Role: text` lines with a trailing `Assistant:`. The message starts
 * at the last line with the prefix `User: `. A prompt without such a line is the message.
 */
export function findLastUserMessage(prompt: string): string {
  const lineIndex = findLastUserLine(prompt);
  if (lineIndex === undefined) return prompt.trim();
  return prompt
    .slice(lineIndex + userPrefix.length)
    .replace(assistantSuffix, '')
    .trim();
}

function findLastUserLine(prompt: string): number | undefined {
  const newlineIndex = prompt.lastIndexOf(`\n${userPrefix}`);
  if (newlineIndex >= 0) return newlineIndex + 1;
  return prompt.startsWith(userPrefix) ? 0 : undefined;
}
