import type { CommandContext } from '../command-context.ts';
import type { TargetArguments } from '../configuration/setup.ts';
import { InteractiveChat } from '../interactive-chat/interactive-chat.ts';
import { openingMessages } from './opening-messages.ts';
import { withUnderstudy } from './with-understudy.ts';

export interface ConverseArguments extends TargetArguments {
  readonly system?: string | undefined;
}

/** Questions and answers on a terminal until somebody leaves; an answer that fails ends nothing. */
export async function converse(input: ConverseArguments, context: CommandContext): Promise<void> {
  await withUnderstudy(input, context, async (understudy, setup, packages) => {
    const services = { understudy, setup, listings: packages.providers() };
    await new InteractiveChat(services, openingMessages(input.system), context).run();
  });
}
