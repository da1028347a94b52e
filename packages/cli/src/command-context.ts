import type { CliPorts } from './cli-ports.ts';
import type { Screen } from './render/screen.ts';

/** What every command receives besides its arguments. */
export interface CommandContext {
  readonly ports: CliPorts;
  readonly screen: Screen;
  /** Aborts if the command is interrupted. The command still closes what it opened. */
  readonly signal: AbortSignal;
}
