import { isIPv6 } from 'node:net';

import { InvalidArgumentError } from 'commander';

/** Reads a TCP port; 0 selects a free one. */
export const readPort: (value: string) => number = createIntegerReader(65_535);

/** Reads the delay between two chunks, in milliseconds. */
export const readPace: (value: string) => number = createIntegerReader(60_000);

function createIntegerReader(max: number): (value: string) => number {
  return (value) => {
    const number = /^\d+$/.test(value) ? Number(value) : Infinity;
    if (number <= max) return number;
    throw new InvalidArgumentError(`Expected an integer from 0 to ${max}.`);
  };
}

/** Reads a host to listen on. An IPv6 address can be in brackets. */
export function readHost(value: string): string {
  const host = value.replace(/^\[(.*)\]$/, '$1');
  if (isIPv6(host) || /^[\w.-]+$/.test(host)) return host;
  throw new InvalidArgumentError('Expected a host name or an IP address without a port.');
}

/** Collects the values of an option that may be repeated. */
export function appendValue(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

/** Collects the comma-separated model references of an option that may be repeated. */
export function readReferences(value: string, previous: readonly string[] = []): readonly string[] {
  const references = value.split(',').map((reference) => reference.trim());
  if (references.includes('')) {
    throw new InvalidArgumentError('Expected comma-separated model references.');
  }
  return [...previous, ...references];
}
