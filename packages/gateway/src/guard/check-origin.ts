import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';

import { Rejection } from '../errors/rejection.ts';

/** From where requests may come. */
export interface OriginPolicy {
  /** Host names besides those of loopback addresses, without port. */
  readonly hosts: readonly string[];
  /** Origins of other web pages that may call the gateway. */
  readonly cors: readonly string[];
}

/**
 * Rejects requests that a web page of another origin makes through a host name of its own (DNS rebinding).
 *
 * @throws Rejection `foreign-host`
 */
export function checkHost({ host = '' }: IncomingHttpHeaders, { hosts }: OriginPolicy): void {
  const name = hostName(host);
  if (isLoopback(name) || hosts.includes(name)) return;
  throw new Rejection(
    'foreign-host',
    "the Host header names neither a loopback address nor one of the gateway's `hosts`",
  );
}

/**
 * Rejects requests that a web page of another origin makes, by its `Origin` or its `Sec-Fetch-Site`. Programs that are
 * not browsers send neither.
 *
 * @throws Rejection `foreign-origin`
 */
export function checkOrigin(headers: IncomingHttpHeaders, { cors }: OriginPolicy): void {
  const { host = '', origin, 'sec-fetch-site': site } = headers;
  const isAllowed =
    origin === undefined
      ? site !== 'cross-site'
      : isOwnOrigin(origin, host) || cors.includes(origin);
  if (isAllowed) return;
  throw new Rejection(
    'foreign-origin',
    'the Origin is neither that of the gateway nor in its `cors`',
  );
}

/** Compares normalized origins, because a proxy can add the default port to the host. */
function isOwnOrigin(origin: string, host: string): boolean {
  if (hostName(host) === '') return false;
  return ['http', 'https'].some((scheme) => URL.parse(`${scheme}://${host}`)?.origin === origin);
}

/**
 * Rejects a request with several `Host` lines (RFC 9112, 3.2). Node.js uses the first, and a proxy may have used
 * another.
 *
 * @param rawHeaders - names and values in turn
 * @throws Rejection `malformed-request`
 */
export function checkHostLines(rawHeaders: readonly string[]): void {
  let lines = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') lines += 1;
  }
  if (lines > 1) throw new Rejection('malformed-request', 'expected one Host header');
}

/** Returns the host without port, in lower case; empty if the header is not a host and a port (RFC 9110, 7.2). */
function hostName(host: string): string {
  const [, name = ''] = /^(\[[\da-f:.]+\]|[^\s:/?#@,[\]]+)(?::\d*)?$/i.exec(host) ?? [];
  return name.toLowerCase();
}

/** Whether a host name is an address of this machine only. */
export function isLoopback(name: string): boolean {
  if (name.startsWith('127.')) return isIP(name) === 4;
  return name === 'localhost' || name === '::1' || name === '[::1]';
}
