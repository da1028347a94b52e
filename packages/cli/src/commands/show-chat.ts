import type { ChatResponse, ChatStream } from '@understudy/core';

import type { Output } from '../cli-ports.ts';
import { formatAttempts } from '../render/attempts.ts';
import { showWarnings } from '../render/show-warnings.ts';
import { startSpinner } from '../render/spinner.ts';
import type { CommandContext } from './command-context.ts';

/**
 * Prints an answer as it comes, then its attempts on `output`, also when it failed.
 *
 * @throws what the chat was ended by
 */
export async function showChat(
  chat: ChatStream,
  waitingFor: string,
  output: Output,
  context: CommandContext,
): Promise<void> {
  const { ports, screen, signal } = context;
  screen.beginAnswer();
  const spinner = startSpinner(`Waiting for ${waitingFor}`, ports, signal);
  try {
    for await (const text of chat.textStream) {
      spinner.stop();
      await screen.stream(text);
    }
    showWarnings(remarksOn(await chat.response()), screen, ports.stderr);
  } finally {
    spinner.stop();
    screen.endAnswer();
    if (chat.attempts.length > 0) screen.block(output, formatAttempts(chat.attempts, output));
  }
}

function remarksOn({ warnings, finishReason }: ChatResponse) {
  const cut =
    finishReason === 'length' ? ['the answer was cut off: the model reached its limit'] : [];
  return [...warnings, ...cut].map((message) => ({ message, code: undefined }));
}
