import type { Input } from '../cli-ports.ts';
import { UsageError } from '../failure/usage-error.ts';
import type { CommandContext } from './command-context.ts';

const maxBytes = 8 * 1024 * 1024;

/**
 * The words, then what is piped in.
 *
 * @throws UsageError when there is neither
 */
export async function readQuestion(
  words: readonly string[],
  context: CommandContext,
): Promise<string> {
  const stdin = context.ports.stdin();
  const piped = stdin.isTTY === true ? '' : await readPiped(stdin, context.signal);
  const question = [words.join(' '), piped]
    .map((part) => part.trim())
    .filter(Boolean)
    .join('\n\n');
  if (question !== '') return question;
  throw new UsageError(
    'there is no question to ask',
    'Give it as words, or pipe it in: echo "Hi" | understudy chat',
  );
}

async function readPiped(stdin: Input, signal: AbortSignal): Promise<string> {
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
    signal.removeEventListener('abort', stop);
  }
  return text + decoder.decode();
}

function tooLong(): UsageError {
  return new UsageError(
    `the question piped in is longer than ${maxBytes} bytes`,
    'Ask with less text.',
  );
}
