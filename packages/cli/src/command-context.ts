import type { CliPorts } from './cli-ports.ts';
import type { Screen } from './render/screen.ts';

/** What a command works with. */
export interface CommandContext {
  readonly ports: CliPorts;
  readonly screen: Screen;
  /** Aborted when the command is to end; what it opened is closed all the same. */
  readonly signal: AbortSignal;
}
