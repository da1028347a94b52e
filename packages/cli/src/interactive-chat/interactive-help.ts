import type { Output } from '../cli-ports.ts';
import { formatFields } from '../render/fields.ts';
import { slashCommands } from './slash-command.ts';

const keys = {
  'Ctrl-C': 'While an answer comes: cancel it. Else: drop the line; of an empty one: leave',
  'Ctrl-D': 'Leave',
  'Up, Tab': 'Earlier lines; what /model may be followed by',
} as const;

/** What can be typed in a conversation. */
export function formatInteractiveHelp(output: Output): string {
  return formatFields(Object.entries({ ...slashCommands, ...keys }), output);
}
