import type { Understudy } from '@understudy/core';
import type {
  AdminOptions,
  CloseOptions,
  Gateway,
  GatewayOptions,
  GatewaySettings,
} from '@understudy/gateway';
import { createAdmin, createGateway } from '@understudy/gateway';
import { readAddress, toSettings } from '@understudy/gateway/config';
import type { LoadedConfig, ReloadListener } from '@understudy/gateway/config';

import { CommandError } from '../failure/command-error.ts';
import type { ServeRuntime } from './serve-config.ts';
import type { ServeLog } from './serve-log.ts';

type Config = LoadedConfig<ServeRuntime>;

/** A listener of `understudy serve`. `startListeners` opens its port. */
export interface Listener extends ReloadListener<ServeRuntime> {
  readonly gateway: Gateway;
  readonly address: string;
  /** The setting with the address. */
  readonly setting: 'gateway.listen' | 'gateway.admin';
}

/** Creates the listener of the API. */
export function createPublicListener(
  config: Config,
  understudy: Understudy,
  observers: Pick<GatewayOptions, 'onRequest' | 'onStream'>,
): Listener {
  const { listen, maxConcurrent, maxBodyBytes, maxTotalBodyBytes } = config.section;
  const gateway = createGateway({
    understudy,
    ...toSettings(config),
    maxConcurrent,
    maxBodyBytes,
    maxTotalBodyBytes,
    ...observers,
  });
  return { gateway, settings: toSettings, address: listen, setting: 'gateway.listen' };
}

/** What the admin listener shows and does. */
export type AdminServices = Pick<
  AdminOptions,
  'events' | 'describeConfiguration' | 'reload' | 'faults' | 'metrics' | 'onRequest' | 'onStream'
>;

/** Creates the listener of the page and the admin API. Returns undefined if it has no address. */
export function createAdminListener(
  config: Config,
  understudy: Understudy,
  services: AdminServices,
): Listener | undefined {
  const { admin: address, maxBodyBytes, maxTotalBodyBytes } = config.section;
  if (address === undefined) return undefined;
  const gateway = createAdmin({
    understudy,
    ...toAdminSettings(config),
    maxBodyBytes,
    maxTotalBodyBytes,
    ...services,
  });
  return { gateway, settings: toAdminSettings, address, setting: 'gateway.admin' };
}

/** The admin keys open the admin listener, which names targets, and no page of another origin may call it. */
function toAdminSettings(config: Config): GatewaySettings {
  return { ...toSettings(config), keys: config.section.adminKeys, cors: [], expose: true };
}

/**
 * Opens the ports and logs their URLs. If a port cannot be opened, the others are closed.
 *
 * @param isDemo - whether no configuration file is read
 * @throws CommandError `port-unavailable`
 */
export async function startListeners(
  listeners: readonly Listener[],
  log: ServeLog,
  isDemo: boolean,
): Promise<void> {
  try {
    for (const listener of listeners)
      log.listening(listener.setting, await startListener(listener, isDemo));
  } catch (error) {
    await closeListeners(listeners, { graceMs: 0 });
    throw error;
  }
}

/** Closes all listeners at the same time. */
export async function closeListeners(
  listeners: readonly Listener[],
  options: CloseOptions,
): Promise<void> {
  await Promise.all(listeners.map(({ gateway }) => gateway.close(options)));
}

/** Returns the number of chats in flight. */
export function countChats(listeners: readonly Listener[]): number {
  return listeners.reduce((sum, { gateway }) => sum + gateway.openChats, 0);
}

async function startListener(
  { gateway, address, setting }: Listener,
  isDemo: boolean,
): Promise<string> {
  try {
    // The reader of the configuration has checked who can reach the address.
    return await gateway.listen({ ...readAddress(address), insecure: true });
  } catch (error) {
    const reason = reasons.get(Object(error).code);
    if (reason === undefined) throw error;
    throw new CommandError(
      'port-unavailable',
      `The gateway cannot listen on ${address}: ${reason}.`,
      adviseAddress(setting, isDemo),
    );
  }
}

function adviseAddress(setting: Listener['setting'], isDemo: boolean): string {
  if (setting === 'gateway.admin') {
    return isDemo ? 'Select free ports with --port 0.' : `Choose another address with ${setting}.`;
  }
  const file = isDemo ? '' : `, or with ${setting}`;
  return `Choose another address with --host and --port${file}.`;
}

/** What the codes of the system mean for a listener. */
const reasons: ReadonlyMap<unknown, string> = new Map([
  ['EADDRINUSE', 'the port is in use'],
  ['EACCES', 'the port requires more rights'],
  ['EADDRNOTAVAIL', 'this machine does not have the address'],
  ['ENOTFOUND', 'the host is not known'],
]);
