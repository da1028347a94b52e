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
  EmulatorOptions,
  Emulator,
  EmulatedVendor,
  UnderstudyPackages,
  PackageProblem,
  ProviderListing,
  ScriptFile,
  LoggedRequest,
  DemoServer,
  DemoServerOptions,
} from './packages/understudy-packages.ts';
