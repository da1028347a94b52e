import { PassThrough, Readable } from 'node:stream';

import { ProviderError, createUnderstudy } from '@understudy/core';
import type { Lifecycle, ModelInfo, ProviderDefinition } from '@understudy/core';
import type { ModelsContext } from '@understudy/core/provider';
import type { ScriptStep, ScriptedProviderOptions } from '@understudy/core/testing';
import { ScriptedProvider } from '@understudy/core/testing';

import type { CliPorts, CliSignal, CapturedWarning, Input } from '../src/cli-ports.ts';
import type { Configuration } from '../src/configuration/configuration.ts';
import type {
  EmulatorOptions,
  UnderstudyPackages,
  PackageProblem,
  ProviderListing,
} from '../src/packages/understudy-packages.ts';
import { runCli } from '../src/run-cli.ts';
import { StringOutput } from './string-output.ts';

export interface TestCliOptions {
  readonly script?: ScriptedProviderOptions<string, string, Lifecycle>['script'];
  /** What stands on the disk, by path; an error is what reading it ends with. */
  readonly files?: Readonly<Record<string, string | Error>>;
  readonly piped?: string | Input;
  /** What the vendor answers when it is asked for its models. */
  readonly models?: (context: ModelsContext) => Promise<readonly ModelInfo[]>;
  /** What is otherwise on offer than a provider that needs a `baseUrl`. */
  readonly listing?: Partial<ProviderListing>;
  readonly env?: Readonly<Record<string, string>>;
  readonly terminal?: boolean;
  readonly warnings?: readonly CapturedWarning[];
  /** What connecting to an address ends with. */
  readonly connectError?: Error;
  /** Tells the installed packages that are passed over. */
  readonly discovery?: Promise<readonly PackageProblem[]>;
  /** What starting an emulator ends with. */
  readonly emulatorError?: Error;
}

const greeting: readonly ScriptStep[] = [
  { type: 'text-delta', text: 'Hello' },
  { type: 'text-delta', text: ' there' },
  { type: 'finish', reason: 'stop' },
];

const serverError = new ProviderError({ code: 'server-error', message: 'answered 500' });

function castMember(id: string, failing: boolean): ProviderDefinition {
  return new ScriptedProvider({
    id,
    models: ['model'],
    lifecycle: { state: 'active' },
    script: failing ? [{ type: 'fail', error: serverError }] : greeting,
  }).definition;
}

/** A world without processes or sockets: the provider `fakegpt` answers by a script. */
export class TestCli implements CliPorts {
  readonly stdout: StringOutput;
  readonly stderr: StringOutput;
  readonly env: Readonly<Record<string, string>>;
  readonly provider: ScriptedProvider;
  /** What a person types, where nothing is piped in. */
  readonly keyboard = Object.assign(new PassThrough(), { isTTY: true });
  readonly exits: number[] = [];
  readonly connected: string[] = [];
  colorsDisabled = false;
  discoveries = 0;
  readonly seen: Configuration[] = [];
  upstreams = 0;
  /** How many were started to fail. */
  failingUpstreams = 0;
  /** What was started with `emulate`, for as long as it runs. */
  emulation: EmulatorOptions | undefined;
  listeners = new Set<(name: CliSignal) => void>();
  readonly #options: TestCliOptions;

  constructor(options: TestCliOptions = {}) {
    const kind = options.terminal === true ? 'terminal' : 'pipe';
    this.#options = options;
    this.stdout = new StringOutput(kind);
    this.stderr = new StringOutput(kind);
    // A word that keeps the spinner away: it is tried in a real terminal.
    this.env = { CI: '1', ...options.env };
    this.provider = new ScriptedProvider({
      id: 'fakegpt',
      models: ['text-davinci-002-render-sha', 'gpt-4'],
      lifecycle: { state: 'active' },
      script: options.script ?? greeting,
    });
    if (options.models) Object.assign(this.provider, { models: options.models });
  }

  run(...words: readonly string[]): Promise<number> {
    return runCli(words, this);
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
  };

  readonly files: CliPorts['files'] = {
    read: async (path) => {
      const text = this.#options.files?.[path];
      if (typeof text === 'string') return text;
      throw text ?? Object.assign(new Error(`nothing at ${path}`), { code: 'ENOENT' });
    },
  };

  readonly warnings: CliPorts['warnings'] = {
    hold: () => async () => this.#options.warnings ?? [],
  };

  readonly nodeVersion = 'v24.0.0';

  cwd(): string {
    return '/home/ann';
  }

  now(): number {
    return performance.now();
  }

  async connect(address: URL): Promise<void> {
    this.connected.push(address.href);
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
    const { definition } = this.provider;
    return {
      createUnderstudy: (configuration) => {
        this.seen.push(configuration);
        return createUnderstudy({ providers: [definition], ...configuration });
      },
      createDemoChain: (chain, sites) => {
        const cast = Object.keys(sites).map((id) => castMember(id, id === 'lead'));
        const targets = cast.map(({ id }) => `${id}/model`);
        return createUnderstudy({ providers: cast, chains: { [chain]: targets } });
      },
      startDemoServer: async ({ failing = false } = {}) => {
        this.upstreams += 1;
        if (failing) this.failingUpstreams += 1;
        return {
          url: 'http://127.0.0.1:4000',
          [Symbol.asyncDispose]: async () => void (this.upstreams -= 1),
        };
      },
      startEmulator: async (emulation) => {
        const { emulatorError } = this.#options;
        if (emulatorError !== undefined) throw emulatorError;
        this.emulation = emulation;
        return {
          url: `http://127.0.0.1:${emulation.port}`,
          scripts: [],
          [Symbol.asyncDispose]: async () => void (this.emulation = undefined),
        };
      },
      discover: async () => {
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
