import { ConfigurationError } from '@understudy/core';

import { isLoopback } from '../guard/check-origin.ts';
import type { GatewayKey } from '../keys/gateway-key.ts';
import type { CompleteSection } from './complete-options.ts';
import { sectionSchema } from './gateway-schema.ts';
import { formatAddress, readAddress } from './read-address.ts';
import { readWithSchema } from './read-with-schema.ts';

/** Flags that take precedence over the section. */
export interface SectionFlags {
  /** Replaces the host of `listen`. */
  readonly host?: string | undefined;
  /** Replaces the port of `listen`. */
  readonly port?: number | undefined;
  readonly insecure?: boolean | undefined;
}

/**
 * Reads the section `gateway` of a configuration.
 *
 * @param value - the parsed JSON; undefined if there is no section
 * @param path - the path of the section, for error messages. @defaultValue 'gateway'
 * @throws ConfigurationError for the first setting that is not valid, and for an address that other machines reach
 * without keys
 */
export function readGatewaySection(
  value: unknown,
  path: string = 'gateway',
  flags: SectionFlags = {},
): CompleteSection {
  const section = readWithSchema(sectionSchema, value ?? {}, path);
  const { host, port } = readAddress(section.listen);
  const complete = {
    ...section,
    listen: formatAddress({ host: flags.host ?? host, port: flags.port ?? port }),
    insecure: flags.insecure ?? section.insecure,
  };
  assertDistinct(section.keys, `${path}.keys`);
  assertDistinct(section.adminKeys, `${path}.adminKeys`);
  assertProtected(complete, path, flags.host === undefined ? `${path}.listen` : '--host');
  return complete;
}

/** Limits and logs identify keys by name, and requests identify them by hash. */
function assertDistinct(keys: readonly Pick<GatewayKey, 'name' | 'hash'>[], path: string): void {
  for (const field of ['name', 'hash'] as const) {
    const values = keys.map((key) => key[field]);
    const index = values.findIndex((value, at) => values.indexOf(value) !== at);
    if (index < 0) continue;
    throw new ConfigurationError({
      path: `${path}[${index}].${field}`,
      expected: `a ${field} that no other key has`,
      received: `that of ${path}[${values.indexOf(values[index] ?? '')}]`,
    });
  }
}

function assertProtected(section: CompleteSection, path: string, listenPath: string): void {
  const { listen, admin, keys, adminKeys, insecure } = section;
  if (keys.length === 0 && !insecure) assertLoopback(listen, listenPath, 'keys');
  if (admin !== undefined && adminKeys.length === 0) {
    assertLoopback(admin, `${path}.admin`, 'adminKeys');
  }
}

/**
 * Checks that a section keeps keys on each listener that other machines reach. A changed address applies after a
 * restart, but changed keys apply at once.
 *
 * @param started - the section whose addresses the listeners have
 * @throws ConfigurationError with the path of the keys
 */
export function assertStillProtected(started: CompleteSection, next: CompleteSection): void {
  const { keys, adminKeys, insecure } = next;
  if (keys.length === 0 && !insecure) assertKeysUnneeded('listen', started.listen, 'keys');
  if (started.admin !== undefined && adminKeys.length === 0) {
    assertKeysUnneeded('admin', started.admin, 'adminKeys');
  }
}

function assertKeysUnneeded(setting: string, address: string, keys: string): void {
  if (isLoopback(readAddress(address).host)) return;
  throw new ConfigurationError({
    path: `gateway.${keys}`,
    expected: `a key, because gateway.${setting} is ${address} until a restart`,
    received: 'none',
    advice: 'restart the gateway, or add a key',
  });
}

function assertLoopback(address: string, path: string, keys: string): void {
  if (isLoopback(readAddress(address).host)) return;
  throw new ConfigurationError({
    path,
    expected: `a loopback address, because gateway.${keys} is empty`,
    received: JSON.stringify(address),
    advice: 'run "understudy keys create <name>" and add the entry that it prints',
  });
}
