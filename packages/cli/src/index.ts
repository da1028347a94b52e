export { runCli } from './run-cli.ts';
export type {
  CliPorts,
  CliSignal,
  ConnectLimits,
  Files,
  CapturedWarning,
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
  LoggedRequest,
  Upstream,
  UpstreamOptions,
} from './framework/framework.ts';
