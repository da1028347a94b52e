import { PassThrough, Readable } from 'node:stream';

import { ProviderError, createUnderstudy } from '@understudy/core';
import type { Lifecycle, ModelInfo, ProviderDefinition } from '@understudy/core';
import type { ProviderCallContext } from '@understudy/core/provider';
import type { ScriptStep, ScriptedProviderOptions } from '@understudy/core/testing';
import { ScriptedProvider } from '@understudy/core/testing';

import type { CliPorts, CliSignal, CapturedWarning, Input } from '../src/cli-ports.ts';
import type { Configuration } from '../src/configuration/configuration.ts';
import type {
  EmulatorOptions,
  PackageProblem,
  ProviderListing,
  UnderstudyPackages,
} from '../src/packages/understudy-packages.ts';
import { runCli } from '../src/run-cli.ts';
import { StringOutput } from './string-output.ts';

export interface TestCliOptions {
  readonly script?: ScriptedProviderOptions<string, string, Lifecycle>['script'];
  /** Files by path. An error is thrown when the file is read. */
  readonly files?: Readonly<Record<string, string | Error>>;
  readonly piped?: string | Input;
  /** Implements `models()` of the provider. */
  readonly models?: (context: ProviderCallContext) => Promise<readonly ModelInfo[]>;
  /** Overrides fields of the listing, which requires a `baseUrl`. */
  readonly listing?: Partial<ProviderListing>;
  readonly env?: Readonly<Record<string, string>>;
  readonly terminal?: boolean;
  readonly warnings?: readonly CapturedWarning[];
  readonly connectError?: Error;
  /** The result of `discoverProviders()`. */
  readonly discovery?: Promise<readonly PackageProblem[]>;
  readonly emulatorError?: Error;
  /** The working folder. @defaultValue a folder without installed packages */
  readonly cwd?: string;
  /** Replaces the scripted packages, for tests with the real providers and emulators. */
  readonly createPackages?: () => UnderstudyPackages;
}

const greeting: readonly ScriptStep[] = [
  { type: 'text-delta', text: 'Hello' },
  { type: 'text-delta', text: ' there' },
  { type: 'finish', reason: 'stop' },
];

const serverError = new ProviderError({ code: 'server-error', message: 'HTTP 500' });

function createDemoProvider(id: string, failing: boolean): ProviderDefinition {
  return new ScriptedProvider({
    id,
    models: ['model'],
    lifecycle: { state: 'active' },
    script: failing ? [{ type: 'fail', error: serverError }] : greeting,
  }).definition;
}

function addModel(words: readonly string[]): readonly string[] {
  const [command = '', ...rest] = words;
  const model = 'fakegpt/text-davinci-002-render-sha';
  const isNamed = rest.some((word) => /^--(?:model|fallback)\b/.test(word));
  if (command === 'chat' && !isNamed) return [command, '--model', model, ...rest];
  if (command === 'explain' && rest.every((word) => word.startsWith('-')) && !isNamed) {
    return [command, model, ...rest];
  }
  return words;
}

/** Runs the command in the process of the test. The provider `fakegpt` is scripted by default. */
export class TestCli implements CliPorts {
  readonly stdout: StringOutput;
  readonly stderr: StringOutput;
  readonly env: Readonly<Record<string, string>>;
  readonly provider: ScriptedProvider;
  /** Stdin if nothing is piped in. */
  readonly keyboard = Object.assign(new PassThrough(), { isTTY: true });
  /** The codes passed to `exit()`. */
  readonly exits: number[] = [];
  /** The URLs passed to `connect()`. */
  readonly connected: string[] = [];
  colorsDisabled = false;
  /** The number of calls of `discoverProviders()`. */
  discoveries = 0;
  /** The configurations passed to `createUnderstudy()`. */
  readonly configurations: Configuration[] = [];
  /** The number of demo servers that are running. */
  demoServers = 0;
  /** The number of demo servers that were started with `failing`. */
  failingDemoServers = 0;
  /** The options of the emulator while it runs. */
  emulator: EmulatorOptions | undefined;
  readonly listeners = new Set<(name: CliSignal) => void>();
  readonly #options: TestCliOptions;
  readonly #heldWarnings: CapturedWarning[];

  constructor(options: TestCliOptions = {}) {
    const kind = options.terminal === true ? 'terminal' : 'pipe';
    this.#options = options;
    this.#heldWarnings = [...(options.warnings ?? [])];
    this.stdout = new StringOutput(kind);
    this.stderr = new StringOutput(kind);
    // Disables the spinner, which the end-to-end tests cover.
    this.env = { CI: '1', ...options.env };
    this.provider = new ScriptedProvider({
      id: 'fakegpt',
      models: ['text-davinci-002-render-sha', 'gpt-4'],
      lifecycle: { state: 'active' },
      script: options.script ?? greeting,
    });
    if (options.models) Object.assign(this.provider, { models: options.models });
  }

  /** Runs a command. With the scripted packages, a chat that names no model uses the scripted provider. */
  run(...words: readonly string[]): Promise<number> {
    return runCli(this.#options.createPackages ? words : addModel(words), this);
  }

  signal(name: CliSignal): void {
    for (const listener of this.listeners) listener(name);
  }

  stdin(): Input {
    const { piped } = this.#options;
    if (piped === undefined) return this.keyboard;
    return typeof piped === 'string' ? Readable.from([Buffer.from(piped)]) : piped;
  }

  readonly signals: CliPorts['signals'] = {
    listen: (listener) => {
      this.listeners.add(listener);
      return () => this.listeners.delete(listener);
    },
    listenToReload: () => () => {},
  };

  readonly files: CliPorts['files'] = {
    read: async (path) => {
      const text = this.#options.files?.[path];
      if (typeof text === 'string') return text;
      throw text ?? Object.assign(new Error(`no file at ${path}`), { code: 'ENOENT' });
    },
  };

  readonly warnings: CliPorts['warnings'] = {
    // The last capture receives the warnings, as in a process.
    capture: () => async () => this.#heldWarnings.splice(0),
  };

  readonly nodeVersion = 'v24.0.0';

  cwd(): string {
    return this.#options.cwd ?? '/home/ann';
  }

  now(): number {
    return performance.now();
  }

  async connect(url: URL): Promise<void> {
    this.connected.push(url.href);
    const { connectError } = this.#options;
    if (connectError) throw connectError;
  }

  disableColors(): void {
    this.colorsDisabled = true;
  }

  exit(code: number): void {
    this.exits.push(code);
  }

  async packages(): Promise<UnderstudyPackages> {
    if (this.#options.createPackages) return this.#options.createPackages();
    const { definition } = this.provider;
    return {
      createUnderstudy: (configuration) => {
        this.configurations.push(configuration);
        // Settings apply to registered providers, which this one replaces.
        return createUnderstudy({ ...configuration, providers: [definition], settings: undefined });
      },
      createDemoChain: (chain, urls) => {
        const ids = Object.keys(urls);
        if (ids.length === 1) {
          const target = `fakegpt/${definition.models[0]?.id}`;
          return createUnderstudy({ providers: [definition], chains: { [chain]: [target] } });
        }
        const providers = ids.map((id) => createDemoProvider(id, id === 'openai'));
        const targets = providers.map(({ id }) => `${id}/model`);
        return createUnderstudy({ providers, chains: { [chain]: targets } });
      },
      startDemoServer: async (_vendor, { failing = false } = {}) => {
        this.demoServers += 1;
        if (failing) this.failingDemoServers += 1;
        return {
          url: 'http://127.0.0.1:4000',
          [Symbol.asyncDispose]: async () => void (this.demoServers -= 1),
        };
      },
      startEmulator: async (options) => {
        const { emulatorError } = this.#options;
        if (emulatorError !== undefined) throw emulatorError;
        this.emulator = options;
        return {
          url: `http://127.0.0.1:${options.port}`,
          scripts: [],
          setFault: () => {},
          [Symbol.asyncDispose]: async () => void (this.emulator = undefined),
        };
      },
      faultNames: () => ['server-error', 'html-page'],
      discoverProviders: async () => {
        this.discoveries += 1;
        return this.#options.discovery ?? [];
      },
      providers: () => [
        {
          ...definition,
          settings: [{ name: 'baseUrl', required: true }],
          ...this.#options.listing,
        },
      ],
    };
  }
}
