export { runCli } from './run-cli.ts';
export type {
  CliPorts,
  CliSignal,
  HeldWarning,
  Input,
  Output,
  Signals,
  Warnings,
} from './cli-ports.ts';
export type {
  Framework,
  ProviderListing,
  ProviderSettings,
  Upstream,
} from './framework/framework.ts';
