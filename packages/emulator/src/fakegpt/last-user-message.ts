const userLine = 'User: ';
const assistantLine = /(?:^|\n)Assistant:\s*$/u;

/**
 * What the user said last.
 *
 * A history arrives flattened into one prompt: `Role: text` lines and a trailing `Assistant:`. The last
 * line that starts with `User: ` begins the message; a prompt without such a line is the message.
 */
export function lastUserMessage(prompt: string): string {
  const start = prompt.startsWith(userLine) ? 0 : -1;
  const later = prompt.lastIndexOf(`\n${userLine}`);
  const line = later < 0 ? start : later + 1;
  if (line < 0) return prompt.trim();
  return prompt
    .slice(line + userLine.length)
    .replace(assistantLine, '')
    .trim();
}
