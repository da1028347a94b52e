import type { Input } from '../cli-ports.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../failure/command-error.ts';
import { startSpinner } from '../render/start-spinner.ts';

const maxBytes = 8 * 1024 * 1024;

/**
 * Returns the words of the command line followed by the piped input.
 *
 * @throws CommandError `usage` if both are blank, or if the input is larger than 8 MiB
 */
export async function readPrompt(
  words: readonly string[],
  context: CommandContext,
): Promise<string> {
  const stdin = context.ports.stdin();
  const piped = stdin.isTTY === true ? '' : await readPiped(stdin, context);
  const prompt = [words.join(' '), piped]
    .map((part) => part.trim())
    .filter(Boolean)
    .join('\n\n');
  if (prompt !== '') return prompt;
  throw new CommandError(
    'usage',
    'the prompt is missing',
    'Pass the prompt as an argument, or pipe it to stdin.',
  );
}

async function readPiped(stdin: Input, { ports, signal }: CommandContext): Promise<string> {
  const spinner = startSpinner('Reading the prompt from stdin', ports, signal);
  const stop = (): void => void stdin.destroy(signal.reason);
  signal.addEventListener('abort', stop);
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  try {
    for await (const chunk of stdin) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLong();
      text += decoder.decode(chunk, { stream: true });
    }
  } finally {
    spinner.stop();
    signal.removeEventListener('abort', stop);
  }
  return text + decoder.decode();
}

function tooLong(): CommandError {
  return new CommandError(
    'usage',
    'the piped prompt is larger than 8 MiB',
    'Send a shorter prompt.',
  );
}
