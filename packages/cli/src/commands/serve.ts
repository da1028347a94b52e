import { once } from 'node:events';
import { resolve } from 'node:path';

import { formatCount } from '@understudy/core/internal';
import type { EventHub, FaultControl, RequestLogEntry } from '@understudy/gateway';
import { createEventHub } from '@understudy/gateway';
import { ReloadableGateway, watchConfig } from '@understudy/gateway/config';
import type { LoadedConfig } from '@understudy/gateway/config';

import type { CommandContext } from '../command-context.ts';
import { defaultFileName } from '../configuration/load-configuration-file.ts';
import { Interruption } from '../interruption.ts';
import { wrapWords } from '../render/wrap/wrap-words.ts';
import { describeConfig } from '../serve/describe-config.ts';
import {
  closeListeners,
  countChats,
  createAdminListener,
  createPublicListener,
  startListeners,
} from '../serve/listeners.ts';
import { RuntimeTelemetry } from '../serve/runtime-telemetry.ts';
import { ServeConfig } from '../serve/serve-config.ts';
import type { ServeFlags, ServeRuntime } from '../serve/serve-config.ts';
import { ServeLog } from '../serve/serve-log.ts';
import { ServeMetrics } from '../serve/serve-metrics.ts';
import { startDemo } from '../serve/start-demo.ts';
import { loadPackages } from './load-packages.ts';

export interface ServeArguments extends ServeFlags {
  /** Whether to check the configuration only. */
  readonly check?: boolean | undefined;
  /** Whether to serve emulated vendors. */
  readonly demo?: boolean | undefined;
}

/** Runs `understudy serve`: a gateway that listens until the command is interrupted. */
export async function serve(input: ServeArguments, context: CommandContext): Promise<number> {
  const packages = await loadPackages(context);
  await using demo = input.demo === true ? await startDemo(packages) : undefined;
  const { ports } = context;
  await using metrics = new ServeMetrics(ports.env);
  const events = createEventHub({ forwardTo: metrics.telemetry });
  const telemetry = new RuntimeTelemetry(events);
  const services = { packages, ports, demo: demo?.configuration, telemetry };
  const config = new ServeConfig(input, services);
  const loaded = await config.load();
  if (input.check === true) return check(config, loaded, context);
  const server = { input, config, loaded, events, metrics, telemetry, faults: demo?.faults };
  await run(server, context);
  // An interruption is the normal end of a server. Only an error of the output is a failure.
  if (context.signal.reason instanceof Interruption) return 0;
  throw context.signal.reason;
}

async function check(
  config: ServeConfig,
  { runtime, section, names }: LoadedConfig<ServeRuntime>,
  { ports: { stdout }, screen }: CommandContext,
): Promise<number> {
  await config.createUnderstudy(runtime).close();
  const parts = [
    `address ${section.listen}`,
    formatCount(names.length, 'chain or alias', 'chains and aliases'),
    formatCount(section.keys.length, 'key'),
  ];
  const subject = config.hasFile
    ? 'The configuration is'
    : `There is no ${defaultFileName}. The defaults are`;
  screen.writeBlock(stdout, wrapWords(`${subject} valid: ${parts.join(', ')}.`, stdout));
  return 0;
}

interface Server {
  readonly input: ServeArguments;
  readonly config: ServeConfig;
  readonly loaded: LoadedConfig<ServeRuntime>;
  readonly events: EventHub;
  readonly metrics: ServeMetrics;
  readonly telemetry: RuntimeTelemetry;
  /** The faults of the emulated vendors. */
  readonly faults: FaultControl | undefined;
}

async function run(
  { input, config, loaded, events, metrics, telemetry, faults }: Server,
  { ports, signal }: CommandContext,
): Promise<void> {
  const log = new ServeLog(ports.stdout);
  const { load, createUnderstudy } = config;
  const understudy = createUnderstudy(loaded.runtime);
  const reload = async (): Promise<void> => {
    const result = await reloadable.reload();
    if (result.outcome === 'applied' && result.runtimeReplaced) telemetry.keepLast();
    metrics.reload(result);
    log.reload(result);
  };
  const onRequest = (entry: RequestLogEntry): void => {
    metrics.request(entry);
    log.request(entry);
  };
  const observers = { onRequest, onStream: metrics.stream };
  const admin = createAdminListener(loaded, understudy, {
    ...observers,
    events,
    reload,
    faults,
    metrics: metrics.respond,
    describeConfiguration: () => describeConfig(reloadable),
  });
  const listeners = [
    createPublicListener(loaded, understudy, observers),
    ...(admin ? [admin] : []),
  ];
  const services = { load, createUnderstudy, listeners };
  await using reloadable = new ReloadableGateway(loaded, understudy, services);
  await startListeners(listeners, log, input.demo === true);
  await untilInterrupted(startReloads(input, ports, reload), signal);
  log.stopping(countChats(listeners));
  await closeListeners(listeners, reloadable.config.section);
  await reloadable.close();
  log.stopped();
}

/** Waits for the signal. The reloads end before the listeners close. */
async function untilInterrupted(reloads: Disposable, signal: AbortSignal): Promise<void> {
  using _ = reloads;
  if (!signal.aborted) await once(signal, 'abort');
}

/** Reloads when the file changes, and at SIGHUP. */
function startReloads(
  { config, demo }: ServeArguments,
  ports: CommandContext['ports'],
  reload: () => Promise<void>,
): Disposable {
  const stopListening = ports.signals.listenToReload(() => void reload());
  const file = resolve(ports.cwd(), config ?? defaultFileName);
  const watcher = demo === true ? undefined : watchConfig(file, () => void reload());
  return {
    [Symbol.dispose]: () => {
      stopListening();
      watcher?.[Symbol.dispose]();
    },
  };
}
