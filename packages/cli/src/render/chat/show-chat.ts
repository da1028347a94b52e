import type { ChatResponse, ChatStream } from '@understudy/core';

import type { Output } from '../../cli-ports.ts';
import type { CommandContext } from '../../command-context.ts';
import { showWarnings } from '../show-warnings.ts';
import { startSpinner } from '../spinner.ts';
import { formatAttempts } from './format-attempts.ts';

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
  try {
    await showResponse(chat, waitingFor, context);
  } finally {
    showAttempts(chat, output, context);
  }
}

/**
 * Prints an answer as it comes, and what is to be said of it.
 *
 * @throws what the chat was ended by
 */
export async function showResponse(
  chat: ChatStream,
  waitingFor: string,
  { ports, screen, signal }: CommandContext,
): Promise<ChatResponse> {
  screen.beginResponse();
  const spinner = startSpinner(`Waiting for ${waitingFor}`, ports, signal);
  try {
    for await (const text of chat.textStream) {
      spinner.stop();
      await screen.stream(text);
    }
    const response = await chat.response();
    showWarnings(remarksOn(response), screen, ports.stderr);
    return response;
  } finally {
    spinner.stop();
    screen.endResponse();
  }
}

/** Prints the ledger of a chat, if anybody was asked. */
export function showAttempts(
  { attempts }: ChatStream,
  output: Output,
  { screen }: CommandContext,
): void {
  if (attempts.length > 0) screen.block(output, formatAttempts(attempts, output));
}

function remarksOn({ warnings, finishReason }: ChatResponse) {
  const cut =
    finishReason === 'length' ? ['the answer was cut off: the model reached its limit'] : [];
  return [...warnings, ...cut].map((message) => ({ message, code: undefined }));
}
