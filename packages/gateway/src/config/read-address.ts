/** A host and a port to listen on. */
export interface Address {
  /** An IPv6 address is without brackets. */
  readonly host: string;
  readonly port: number;
}

/** Splits an address such as `127.0.0.1:4100` or `[::1]:4100` that the schema accepts. */
export function readAddress(address: string): Address {
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  return { host, port: Number(address.slice(colon + 1)) };
}

/** Joins a host and a port to an address. */
export function formatAddress({ host, port }: Address): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
