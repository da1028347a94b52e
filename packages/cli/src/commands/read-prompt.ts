import type { Input } from '../cli-ports.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../failure/command-error.ts';
import { startSpinner } from '../render/spinner.ts';

const maxBytes = 8 * 1024 * 1024;

/**
 * The words, then what is piped in.
 *
 * @throws CommandError when there is neither
 */
export async function readPrompt(
  words: readonly string[],
  context: CommandContext,
): Promise<string> {
  const stdin = context.ports.stdin();
  const piped = stdin.isTTY === true ? '' : await readPiped(stdin, context);
  const question = [words.join(' '), piped]
    .map((part) => part.trim())
    .filter(Boolean)
    .join('\n\n');
  if (question !== '') return question;
  throw new CommandError(
    'usage',
    'there is no question to ask',
    'Give it as words, or pipe it in: echo "Hi" | understudy chat',
  );
}

async function readPiped(stdin: Input, { ports, signal }: CommandContext): Promise<string> {
  const spinner = startSpinner('Reading the question from stdin', ports, signal);
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
    `the question piped in is longer than ${maxBytes} bytes`,
    'Ask with less text.',
  );
}
