import type { Dispatcher } from 'undici';

import type { HttpTimeouts } from '../ports/http.ts';

export interface HttpSettings {
  /** For requests that bring no limits of their own. */
  readonly limits: HttpTimeouts;
  /** Used as it is for requests without a proxy, and left open by `close()`. @defaultValue an Agent of its own */
  readonly dispatcher?: Dispatcher | undefined;
}
