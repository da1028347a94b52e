import type { CommandContext } from '../command-context.ts';
import type { TargetArguments } from '../configuration/setup.ts';
import { Conversation } from '../conversation/conversation.ts';
import { openingMessages } from './opening-messages.ts';
import { withUnderstudy } from './with-understudy.ts';

export interface ConverseArguments extends TargetArguments {
  readonly system?: string | undefined;
}

/** Questions and answers on a terminal until somebody leaves; an answer that fails ends nothing. */
export async function converse(input: ConverseArguments, context: CommandContext): Promise<void> {
  await withUnderstudy(input, context, async (understudy, setup, framework) => {
    const services = { understudy, setup, listings: framework.providers() };
    await new Conversation(services, openingMessages(input.system), context).run();
  });
}
