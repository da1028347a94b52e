import type { Input } from '../cli-ports.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../failure/command-error.ts';
import { startSpinner } from '../render/start-spinner.ts';

const maxBytes = 8 * 1024 * 1024;

/** How long a prompt of the command line waits for the first data of stdin, which can be a pipe that nobody closes. */
const firstDataMs = 3000;

/**
 * Returns the words of the command line followed by the piped input. With words, input that does not start within 3 s
 * is ignored with a warning, unless the last word is `-`.
 *
 * @throws CommandError `usage` if both are blank, or if the input is larger than 8 MiB
 */
export async function readPrompt(
  words: readonly string[],
  context: CommandContext,
): Promise<string> {
  const stdin = context.ports.stdin();
  const isNamed = words.at(-1) === '-';
  const text = (isNamed ? words.slice(0, -1) : words).join(' ').trim();
  const isRead = isNamed || stdin.isTTY !== true;
  const waitMs = isNamed || text === '' ? undefined : firstDataMs;
  const piped = isRead ? (await readPiped(stdin, waitMs, context)).trim() : '';
  const prompt = [text, piped].filter(Boolean).join('\n\n');
  if (prompt !== '') return prompt;
  throw new CommandError(
    'usage',
    'the prompt is missing',
    'Pass the prompt as an argument, or pipe it to stdin.',
  );
}

/** @param waitMs - how long to wait for the first data; without it, until the end of the input */
async function readPiped(
  stdin: Input,
  waitMs: number | undefined,
  { ports, signal, screen }: CommandContext,
): Promise<string> {
  const spinner = startSpinner('Reading the prompt from stdin', ports, signal);
  const stop = (): void => void stdin.destroy(signal.reason);
  signal.addEventListener('abort', stop);
  let isLate = false;
  const giveUp = (): void => {
    isLate = true;
    stdin.destroy();
  };
  const timer = waitMs === undefined ? undefined : setTimeout(giveUp, waitMs);
  try {
    return await readText(stdin, () => clearTimeout(timer));
  } catch (error) {
    if (!isLate) throw error;
    spinner.stop();
    screen.writeLine(
      ports.stderr,
      'warning: stdin is ignored, because no data arrived within 3 s. To wait for it, write - as the last word.',
    );
    return '';
  } finally {
    clearTimeout(timer);
    spinner.stop();
    signal.removeEventListener('abort', stop);
  }
}

async function readText(stdin: Input, onData: () => void): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of stdin) {
    onData();
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLong();
    text += decoder.decode(chunk, { stream: true });
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
