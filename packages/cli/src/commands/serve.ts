import { once } from 'node:events';
import { resolve } from 'node:path';

import type { Gateway } from '@understudy/gateway';
import { createGateway } from '@understudy/gateway';
import {
  ReloadableGateway,
  readAddress,
  toSettings,
  watchConfig,
} from '@understudy/gateway/config';
import type { CompleteSection, LoadedConfig } from '@understudy/gateway/config';

import type { CommandContext } from '../command-context.ts';
import { defaultFileName } from '../configuration/load-configuration-file.ts';
import { CommandError } from '../failure/command-error.ts';
import { Interruption } from '../interruption.ts';
import { formatCount } from '../render/format-quantity.ts';
import { ServeConfig } from '../serve/serve-config.ts';
import type { ServeFlags, ServeRuntime } from '../serve/serve-config.ts';
import { ServeLog } from '../serve/serve-log.ts';
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
  const config = new ServeConfig(input, { packages, ports, demo: demo?.configuration });
  const loaded = await config.load();
  if (input.check === true) return check(config, loaded, context);
  await run(input, config, loaded, context);
  // An interruption is the normal end of a server. Only an error of the output is a failure.
  if (context.signal.reason instanceof Interruption) return 0;
  throw context.signal.reason;
}

async function check(
  config: ServeConfig,
  { runtime, section, names }: LoadedConfig<ServeRuntime>,
  { screen }: CommandContext,
): Promise<number> {
  await config.createUnderstudy(runtime).close();
  const parts = [
    `address ${section.listen}`,
    formatCount(names.length, 'chain or alias', 'chains and aliases'),
    formatCount(section.keys?.length ?? 0, 'key'),
  ];
  await screen.line(`The configuration is valid: ${parts.join(', ')}.`);
  return 0;
}

async function run(
  input: ServeArguments,
  config: ServeConfig,
  loaded: LoadedConfig<ServeRuntime>,
  { ports, signal }: CommandContext,
): Promise<void> {
  const log = new ServeLog(ports.stdout);
  const { section } = loaded;
  const understudy = config.createUnderstudy(loaded.runtime);
  const { maxConcurrent, maxBodyBytes } = section;
  const gateway = createGateway({
    understudy,
    ...toSettings(loaded),
    maxConcurrent,
    maxBodyBytes,
    onRequest: log.request,
  });
  const { load, createUnderstudy } = config;
  const services = { load, createUnderstudy, gateway };
  await using reloadable = new ReloadableGateway(loaded, understudy, services);
  log.listening(await listen(gateway, section), undefined);
  const reload = async (): Promise<void> => log.reload(await reloadable.reload());
  using _ = startReloads(input, ports, reload);
  if (!signal.aborted) await once(signal, 'abort');
  log.stopping(gateway.openChats);
  await gateway.close(reloadable.config.section);
  await reloadable.close();
  log.stopped();
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

async function listen(gateway: Gateway, { listen: address }: CompleteSection): Promise<string> {
  try {
    // The reader of the configuration has checked who can reach the address.
    return await gateway.listen({ ...readAddress(address), insecure: true });
  } catch (error) {
    const { code } = Object(error);
    const reason = reasons.get(code);
    if (reason === undefined) throw error;
    throw new CommandError(
      'port-unavailable',
      `The gateway cannot listen on ${address}: ${reason}.`,
      'Choose another address with --host and --port, or with gateway.listen.',
    );
  }
}

/** What the codes of the system mean for a listener. */
const reasons: ReadonlyMap<unknown, string> = new Map([
  ['EADDRINUSE', 'the port is in use'],
  ['EACCES', 'the port requires more rights'],
  ['EADDRNOTAVAIL', 'this machine does not have the address'],
  ['ENOTFOUND', 'the host is not known'],
]);
