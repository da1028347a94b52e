import type { Output } from '../cli-ports.ts';
import { formatFields } from '../render/format-fields.ts';
import { slashCommands } from './slash-command.ts';

const keys = {
  'Ctrl-C':
    'During a response: cancel it. At the prompt: clear the line, or exit if the line is empty',
  'Ctrl-D': 'Exit',
  'Up, Tab': 'Recall earlier lines; complete commands and model references',
} as const;

/** Formats the commands and keys of an interactive chat. */
export function formatInteractiveHelp(output: Output): string {
  return formatFields(Object.entries({ ...slashCommands, ...keys }), output);
}
