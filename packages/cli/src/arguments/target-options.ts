import { type Command, Option } from 'commander';

import { readReferences } from './option-readers.ts';

export const referenceHelp: string =
  'Chain, alias or provider/model (default: the first model of the first provider with a key)';

/** Adds the options that select the targets of a chat. */
export function addTargetOptions(command: Command): Command {
  return command
    .option(
      '--fallback <references>',
      'Fallback targets in order, comma-separated; repeatable',
      readReferences,
    )
    .option('--base-url <url>', "Base URL of the model's provider")
    .addOption(configOption());
}

export function configOption(): Option {
  return new Option(
    '--config <file>',
    'Configuration file (default: understudy.config.json, if it exists)',
  );
}
