import { Rejection } from './rejection.ts';

/** The rejection of a request while the gateway shuts down, and of a chat that its shutdown ends. */
export function gatewayDraining(): Rejection {
  return new Rejection('draining', 'the gateway shuts down', { retryAfterMs: 1000 });
}

export function requestTooSlow(): Rejection {
  return new Rejection('body-too-slow', 'the request did not arrive in time');
}

export function unsupportedContentType(): Rejection {
  const message = 'expected a body with "content-type: application/json"';
  return new Rejection('unsupported-media-type', message);
}
