import type { Dispatcher } from 'undici';

import type { HttpTimeouts } from '../ports/http.ts';

/** The settings of `UndiciHttp`. */
export interface HttpSettings {
  /** For requests without their own `timeouts`. */
  readonly limits: HttpTimeouts;
  /** Sends requests without a proxy. `close()` does not close it. @defaultValue a new Agent */
  readonly dispatcher?: Dispatcher | undefined;
}
