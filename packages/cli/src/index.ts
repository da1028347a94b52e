export { runCli } from './run-cli.ts';
export type {
  CliPorts,
  CliSignal,
  ConnectLimits,
  Files,
  HeldWarning,
  Input,
  Output,
  Signals,
  Warnings,
} from './cli-ports.ts';
export type { Configuration } from './configuration/configuration.ts';
export type {
  Emulation,
  EmulatedUpstream,
  EmulatedVendor,
  Framework,
  PackageProblem,
  ProviderListing,
  ScriptFile,
  SeenRequest,
  Upstream,
  UpstreamOptions,
} from './framework/framework.ts';
