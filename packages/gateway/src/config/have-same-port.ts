import { isIPv6 } from 'node:net';

import type { Address } from './read-address.ts';

const loopbacks: readonly string[] = ['127.0.0.1', '::1'];

/**
 * Returns whether two listeners cannot be open at the same time. 0 selects a free port. `0.0.0.0` is all IPv4
 * addresses, and `::` is all addresses.
 */
export function haveSamePort(first: Address, second: Address): boolean {
  if (first.port === 0 || first.port !== second.port) return false;
  const hosts = [normalizeHost(first.host), normalizeHost(second.host)] as const;
  if (hosts.includes('::')) return true;
  const others = addressesOf(hosts[1]);
  if (addressesOf(hosts[0]).some((address) => others.includes(address))) return true;
  return hosts.includes('0.0.0.0') && hosts.some((host) => !isIPv6(host) && host !== '0.0.0.0');
}

/** Writes an address in its shortest form. */
function normalizeHost(host: string): string {
  const name = URL.parse(`http://${isIPv6(host) ? `[${host}]` : host}`)?.hostname ?? host;
  return name.replace(/^\[(.*)\]$/, '$1');
}

function addressesOf(host: string): readonly string[] {
  return host === 'localhost' ? loopbacks : [host];
}
