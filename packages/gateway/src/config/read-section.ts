import { ConfigurationError } from '@understudy/core';

import { assertProtected } from '../guard/assert-protected.ts';
import type { ListenerAccess } from '../guard/assert-protected.ts';
import type { GatewayKey } from '../keys/gateway-key.ts';
import { assertBodyLimits } from './assert-body-limits.ts';
import type { CompleteSection } from './complete-options.ts';
import { sectionSchema } from './gateway-schema.ts';
import { haveSamePort } from './have-same-port.ts';
import { formatAddress, readAddress } from './read-address.ts';
import { readWithSchema } from './read-with-schema.ts';
import { libraryTerms } from './section-terms.ts';
import type { SectionTerms } from './section-terms.ts';

/** Values that take precedence over the section. */
export interface SectionOverrides {
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
 * @param terms - what error messages name. @defaultValue the terms of this library
 * @throws ConfigurationError for the first setting that is not valid, and for an address that other machines reach
 * without keys
 */
export function readGatewaySection(
  value: unknown,
  path: string = 'gateway',
  overrides: SectionOverrides = {},
  terms: SectionTerms = libraryTerms,
): CompleteSection {
  const section = readWithSchema(sectionSchema, value ?? {}, path, terms);
  const { host, port } = readAddress(section.listen);
  const complete = {
    ...section,
    listen: formatAddress({ host: overrides.host ?? host, port: overrides.port ?? port }),
    insecure: overrides.insecure ?? section.insecure,
  };
  assertBodyLimits(section, path);
  assertDistinct(section.keys, `${path}.keys`);
  assertDistinct(section.adminKeys, `${path}.adminKeys`);
  const listenPath = overrides.host === undefined ? `${path}.listen` : terms.host;
  assertSectionProtected(complete, { path, listenPath, createKey: terms.createKey });
  assertSeparatePorts(complete, path, overrides.port === undefined ? undefined : terms.port);
  return complete;
}

/** @param portPath - the path of the port of `listen` if it is not in the section */
function assertSeparatePorts(
  { listen, admin }: CompleteSection,
  path: string,
  portPath: string | undefined,
): void {
  if (admin === undefined || !haveSamePort(readAddress(listen), readAddress(admin))) return;
  const details =
    portPath === undefined
      ? { path: `${path}.admin`, other: `the API (${listen})`, received: JSON.stringify(admin) }
      : { path: portPath, other: `gateway.admin (${admin})`, received: readAddress(listen).port };
  throw new ConfigurationError({
    path: details.path,
    expected: `another port than that of ${details.other}`,
    received: String(details.received),
  });
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

interface SectionNames extends Pick<SectionTerms, 'createKey'> {
  readonly path: string;
  readonly listenPath: string;
}

function assertSectionProtected(
  { listen, admin, keys, adminKeys, insecure }: CompleteSection,
  { path, listenPath, createKey }: SectionNames,
): void {
  assertAddress(listen, { keys, insecure, name: 'keys' }, { path: listenPath, createKey });
  if (admin !== undefined) {
    const access = { keys: adminKeys, insecure: false, name: 'adminKeys' } as const;
    assertAddress(admin, access, { path: `${path}.admin`, createKey });
  }
}

/** The keys of a listener, and the name of their setting. */
interface ListenerKeys extends Pick<ListenerAccess, 'keys' | 'insecure'> {
  readonly name: 'keys' | 'adminKeys';
}

function assertAddress(
  address: string,
  { name, ...access }: ListenerKeys,
  { path, createKey }: Pick<SectionNames, 'path' | 'createKey'>,
): void {
  const { host } = readAddress(address);
  assertProtected(
    { host, ...access },
    {
      path,
      expected: `a loopback address, because gateway.${name} is empty`,
      received: JSON.stringify(address),
      advice: `add an entry that ${createKey} returns`,
    },
  );
}

/**
 * Checks that a section keeps keys on each listener that other machines reach. A changed address applies after a
 * restart, but changed keys apply at once.
 *
 * @param started - the section whose addresses the listeners have
 * @throws ConfigurationError with the path of the keys
 */
export function assertStillProtected(started: CompleteSection, next: CompleteSection): void {
  const { listen, admin } = started;
  const { keys, adminKeys, insecure } = next;
  assertKeysKept('listen', listen, { keys, insecure, name: 'keys' });
  if (admin !== undefined) {
    assertKeysKept('admin', admin, { keys: adminKeys, insecure: false, name: 'adminKeys' });
  }
}

function assertKeysKept(
  setting: 'listen' | 'admin',
  address: string,
  { name, ...access }: ListenerKeys,
): void {
  const { host } = readAddress(address);
  assertProtected(
    { host, ...access },
    {
      path: `gateway.${name}`,
      expected: `a key, because gateway.${setting} is ${address} until a restart`,
      received: 'none',
      advice: 'restart the gateway, or add a key',
    },
  );
}
